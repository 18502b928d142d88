import Chamber
package import SwitchCore

/// What host, network and printer report now; never stored.
package struct DeviceStatus: Equatable, Sendable {
    /// The machine's link to its network; the numbers are those of the Panda Breath wire.
    package enum StationState: UInt8, CaseIterable, Sendable {
        case noNetwork = 1
        case connecting = 2
        case connected = 3
        case reconnecting = 4
        case wrongPassword = 5
    }

    /// The state of a search; the numbers are those of the Panda Breath wire.
    package enum Scan: UInt8, CaseIterable, Sendable {
        case idle = 0
        case running = 1
        case done = 2
    }

    /// A printer that a search found.
    package struct FoundPrinter: Equatable, Sendable {
        /// The name that the printer announces.
        package var name = ""
        /// The serial number; empty for Klipper, which has none.
        package var serial = ""
        /// A numeric IPv4 address.
        package var address = ""
        /// Moonraker's TCP port; 0 for Bambu.
        package var port = 0

        package init() {}
    }

    /// The network's name on a wired machine: the stock page sends a user without one to its set-up.
    package static let wired = "Wired"

    /// The link to the network; a wired machine counts as connected.
    package var stationState = StationState.connected
    /// The Panda Breath wire's number for a failed join; 0: none.
    package var stationError = 0
    /// The address that clients reach the device at.
    package var address = "127.0.0.1"
    /// The name that other devices find this one by, without `.local`; empty: it is not announced.
    package var announcedName = ""
    /// The name of the network in use; on a wired machine `Wired`. Never empty.
    package var networkName = Self.wired
    /// The state of the newest search for networks.
    package var networkScan = Scan.idle
    /// Names of the networks that the newest finished search found, the strongest first.
    package var foundNetworks: [String] = []
    /// The state of the newest search for printers.
    package var printerScan = Scan.idle
    /// The printers that the newest finished search found.
    package var foundPrinters: [FoundPrinter] = []
    /// The state of the link to the bound printer.
    package var printerLink = PrinterLinkState.unbound
    /// While no printer is bound, Panda Breath clients are told that one is connected: some of them
    /// heat only then.
    package var standsAlone = false
    /// Mode auto holds its target while a client has it on, and follows no printer (`auto: target`).
    package var holdsTarget: Bool { fileAuto == .target }
    /// What the service file has mode auto go by, which nothing else then changes; `nil`: it does not say.
    package var fileAuto: AutoChoice?
    /// The topics of the stock firmware are served, so Panda Breath clients are told of the firmware that
    /// has them.
    package var servesStockTopics = false
    /// What is wrong with the link to the printer and what to do; empty: nothing.
    package var printerTrouble = ""
    /// The printer's last report; `nil` without a connection.
    package var printer: PrinterReport?
    /// When that report came, on the machine's monotonic clock.
    package var printerReportedAt = Instant.zero
    /// The local time of day at which the bound printer's last report came, `14:02`; empty: none did.
    package var printerHeardAt = ""
    /// What mode auto took from that report; it stays while the connection is away.
    package var printerPlan = ChamberPlan()
    /// The age of that report.
    package var printerAge = Duration.zero
    /// Why the last request about the machine's network or name failed; empty: it did not.
    package var hostTrouble = ""
    /// What prevents heating or measuring on this machine and what to do, one sentence each.
    package var troubles: [String] = []
    /// What is left of the set-up, in its order; empty on a simulated board.
    package var setupLeft: [SetupStep] = []
    /// How many rounds of reading the converter failed since the start.
    package var converterErrors: UInt64 = 0
    /// Versions and updates.
    package var update = UpdateStatus()
    /// What the controller's health figures were before.
    package var healthTrend = HealthTrend()
    /// How late the controller's steps come.
    package var beat = BeatTiming()

    package init() {}

    /// Mode auto that a client asks for heats without a printer's report.
    package var needsNoPrinter: Bool {
        holdsTarget || (standsAlone && printerLink == .unbound)
    }

    /// The machine is in a wireless network.
    package var isWireless: Bool { stationState == .connected && networkName != Self.wired }
}

/// The device around the controller as one value: the stored profile and the present status.
package struct DeviceView: Equatable, Sendable {
    /// The stored settings.
    package var profile: DeviceProfile
    /// The present state.
    package var status: DeviceStatus

    package init(profile: DeviceProfile = DeviceProfile(), status: DeviceStatus = DeviceStatus()) {
        self.profile = profile
        self.status = status
    }

    /// What mode auto goes by.
    package var autoChoice: AutoChoice { status.fileAuto ?? profile.autoChoice ?? .bed }
}
