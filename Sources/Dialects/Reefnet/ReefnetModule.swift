package import Chamber

/// The module's names for a hub.
package struct ReefnetModule: Equatable, Sendable {
    /// The module's type, by which a hub chooses its page.
    package var moduleID = "Hearth.Heater"
    /// The same for the only part of the module.
    package var submoduleID = "Hearth.Heater"
    /// The heater's name for people.
    package var label = "Hearth"
    /// The program's version.
    package var version: String
    /// A set point from the hub turns the power on; else it only moves the target.
    package var mayHeat = false

    package init(version: String) {
        self.version = version
    }
}

/// One moment of the controller and its machine, for a module.
package struct ReefnetMoment: Equatable, Sendable {
    /// The machine's network, as far as it is known.
    package struct Network: Equatable, Sendable {
        /// IPv4, in dotted decimals.
        package var address: String
        /// Six bytes in upper-case hexadecimal digits with colons; empty: unknown.
        package var hardwareAddress = ""
        /// The wireless network's name; empty: a cable, or unknown.
        package var ssid = ""

        package init(address: String) {
            self.address = address
        }
    }

    /// The controller's newest.
    package var snapshot: Snapshot
    /// Since the service started.
    package var uptime: Duration
    /// The calendar's time, in milliseconds since 1970.
    package var wallMilliseconds: Int64
    /// `nil`: not known yet.
    package var network: Network?

    package init(
        _ snapshot: Snapshot,
        uptime: Duration,
        wallMilliseconds: Int64,
        network: Network? = nil
    ) {
        self.snapshot = snapshot
        self.uptime = uptime
        self.wallMilliseconds = wallMilliseconds
        self.network = network
    }
}
