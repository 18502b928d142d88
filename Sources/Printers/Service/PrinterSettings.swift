/// How printers are treated on this machine: what no person sets by a wish.
package struct PrinterSettings: Equatable, Sendable {
    /// What auto mode goes by.
    package enum AutoRule: Equatable, Sendable {
        /// The bed's set point, at or above the threshold that the user has set.
        case bed
        /// The filament in use.
        case filament(FilamentRule)
    }

    /// What this device calls itself towards printers: unique, and the same after a restart, since a
    /// broker ends the older of two connections with the same name.
    package var deviceID: String
    /// Printers may be told to do things; off, they are only listened to.
    package var allowsCommands = false
    /// No printer is to be followed; clients are told of a connected one while none is bound.
    package var standsAlone = false
    /// The interfaces on which printers are looked for; empty: all but loopback.
    package var searchInterfaces: [String] = []
    /// A latched fault pauses the print.
    package var pausesOnFault = false
    /// What auto mode follows.
    package var autoRule = AutoRule.bed
    /// A PEM file with the authorities that sign Bambu printers' certificates; `nil`: the certificate
    /// of the first contact is trusted from then on.
    package var bambuAuthorities: String?

    package init(deviceID: String) {
        self.deviceID = deviceID
    }
}
