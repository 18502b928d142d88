import Chamber
package import SwitchCore

/// What the host, the network and the printer report at present: never stored.
package struct DeviceStatus: Equatable, Sendable {
    /// The machine's link to its network; the numbers are those of the Panda Breath wire.
    package enum StationState: UInt8, CaseIterable, Sendable {
        case noNetwork = 1
        case connecting = 2
        case connected = 3
        case reconnecting = 4
        case wrongPassword = 5
    }

    /// A search; the numbers are those of the Panda Breath wire.
    package enum Scan: UInt8, CaseIterable, Sendable {
        case idle = 0
        case running = 1
        case done = 2
    }

    /// A printer that a search found.
    package struct FoundPrinter: Equatable, Sendable {
        /// As the printer announces it.
        package var name = ""
        /// Empty for Klipper, which has none.
        package var serial = ""
        /// Numeric IPv4.
        package var address = ""
        /// Moonraker's TCP port; 0 for Bambu.
        package var port = 0

        package init() {}
    }

    /// A wired machine counts as connected.
    package var stationState = StationState.connected
    /// The wire's number for a failed join; 0: none.
    package var stationError = 0
    /// The address that clients reach the device at.
    package var address = "127.0.0.1"
    /// The name of the network in use; on a wired board a word for that, never empty.
    package var networkName = "Wired"
    /// How the newest search for networks stands.
    package var networkScan = Scan.idle
    /// Names, the strongest first.
    package var foundNetworks: [String] = []
    /// How the newest search for printers stands.
    package var printerScan = Scan.idle
    /// Of the newest finished search.
    package var foundPrinters: [FoundPrinter] = []
    /// How the link to the bound printer stands.
    package var printerLink = PrinterLinkState.unbound
    /// No printer is to be followed, and clients that heat beside a connected one alone are told that
    /// one is.
    package var standsAlone = false
    /// What is wrong with the link to the printer and what to do; empty where nothing is.
    package var printerTrouble = ""
    /// What the printer said last; `nil`: nothing that still counts.
    package var printer: PrinterReport?
    /// When it said so, on the machine's clock.
    package var printerReportedAt = Instant.zero
    /// How long ago that was when somebody looked.
    package var printerAge = Duration.zero
    /// What became of the last wish about the machine's network or name, where it failed; else empty.
    package var hostTrouble = ""
    /// What stands against heating or measuring on this machine, and what to do: a sentence each.
    package var troubles: [String] = []
    /// Rounds of the converter that failed since the start.
    package var converterErrors: UInt64 = 0
    /// Versions and updates.
    package var update = UpdateStatus()
    /// How punctual the controller is.
    package var beat = BeatTiming()

    package init() {}
}

/// What surrounds the controller, as one value: what is remembered, and the present state.
package struct DeviceView: Equatable, Sendable {
    /// What is stored.
    package var profile: DeviceProfile
    /// What is true now.
    package var status: DeviceStatus

    package init(profile: DeviceProfile = DeviceProfile(), status: DeviceStatus = DeviceStatus()) {
        self.profile = profile
        self.status = status
    }
}
