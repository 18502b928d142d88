/// How printers are treated on this machine: what no person sets by a wish.
package struct PrinterSettings: Equatable, Sendable {
    /// What this device calls itself towards printers: unique, and the same after a restart, since a
    /// broker ends the older of two connections with the same name.
    package var deviceID: String
    /// Printers may be told to do things; off, they are only listened to.
    package var allowsCommands = false
    /// The interfaces on which Klipper printers are looked for; empty: all but loopback.
    package var searchInterfaces: [String] = []

    package init(deviceID: String) {
        self.deviceID = deviceID
    }
}
