/// What the device says about itself, and what of it can be set.
package struct DeviceLinkDevice: Equatable, Sendable {
    /// The network card's address in 12 upper-case hexadecimal digits.
    package var id: String
    package var version: String
    package var name = ""
    package var volume = 0
    package var brightness = 0
    /// The board has a buzzer; it has lights.
    package var hasBuzzer = false
    package var hasLights = false
    package var uptime = Duration.zero

    package init(id: String, version: String) {
        self.id = id
        self.version = version
    }
}
