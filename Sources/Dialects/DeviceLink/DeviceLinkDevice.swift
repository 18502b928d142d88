/// What the device says about itself, and what of it can be set.
package struct DeviceLinkDevice: Equatable, Sendable {
    /// The network card's address in 12 upper-case hexadecimal digits.
    package var id: String
    /// The program's version, as the server compares it with its updates.
    package var version: String
    /// The name for people; empty: none was set.
    package var name = ""
    /// The buzzer's, in percent.
    package var volume = 0
    /// The lights', in percent.
    package var brightness = 0
    /// The board has a buzzer; it has lights.
    package var hasBuzzer = false
    /// The board has lights.
    package var hasLights = false
    /// Since the service started.
    package var uptime = Duration.zero

    package init(id: String, version: String) {
        self.id = id
        self.version = version
    }
}
