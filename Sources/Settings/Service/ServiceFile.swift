package import Access
package import Boards
package import Links
package import Notify
package import Printers
package import Schema
package import Surroundings
package import Update
package import WebSocket

/// The settings of the service file, `/etc/hearth/hearth.conf`; options of the command line override
/// them.
///
/// Each part of the daemon gets its part of this value as the schema read it. The board is not set here,
/// because daemon, stop hook and unit must use the same board.
package struct ServiceFile: Equatable, Sendable {
    /// Where the package puts the file.
    package static let standardPath = "/etc/hearth/hearth.conf"

    /// The address of the plain port; `nil`: the default for the kind of board.
    package var listen: ListenAddress?
    /// How much goes to the log; `nil`: `info`.
    package var logLevel: LogLevel?
    /// The machine may be restarted when a switch that may heat cannot be killed.
    package var restartsMachine = false
    /// The machine is kept awake while it heats; `nil`: on a real board.
    package var keepsAwake: Bool?
    /// The names that clients may use for this machine, and the sites that may embed its pages.
    package var site = SitePolicy()
    /// Who may use the device.
    package var access = AccessSettings()
    /// What Hearth may do with the machine's network.
    package var network = NetworkSettings()
    /// The interface of DragonBreath.
    package var dragonBreath = DragonBreathSettings()
    /// The printer's settings; the daemon fills in the device's identity.
    package var printers = PrinterSettings(deviceID: "")
    /// Which updates are accepted.
    package var updates = UpdateSettings()
    /// The MQTT broker to connect to; `nil`: none. The password is still in its file.
    package var broker: BrokerSettings?
    /// The servers to connect to; the daemon fills in the device's description of itself.
    package var links = LinkSettings()

    /// What energy costs.
    package var energy = EnergyPrice()

    /// What mode auto goes by; `nil`: the file does not say.
    package var autoChoice: AutoChoice? { printers.fileAuto }

    /// Where messages to people go. The secrets are still in their files.
    package var notify = NotifySettings()

    /// The settings of an empty file.
    package init() {}

    private static let section = SettingsSection<ServiceFile>(
        "service",
        meaning: "Where clients reach the daemon, which pages it serves, and what it logs.",
        settings + siteSettings
    )

    private static let settings: [Setting<ServiceFile>] = [
        Setting(listen, \.listen), Setting(logLevel, \.logLevel),
        Setting(failureAction, \.restartsMachine), Setting(keepAwake, \.keepsAwake),
        Setting(page, \.access.servesStockPage),
    ]
    private static let siteSettings: [Setting<ServiceFile>] = SitePolicy.settings.map {
        $0.within(\.site)
    }

    private static let listen = Field<ListenAddress>.listenAddress(
        "listen",
        allowed: "ADDR:PORT, as in 127.0.0.1:8080, [::]:80 or 0.0.0.0:80",
        meaning: "Where the web page and all clients are served. Left out, [::]:80, "
            + "and 127.0.0.1:8080 on a simulated board."
    )
    private static let keepAwake = Field<Bool>.yesOrNo(
        "keep_awake",
        meaning: "Whether the machine is kept from sleeping while the heater or the "
            + "blower is on. Left out, yes, and no with a simulated board."
    )
    private static let page = Field<Bool>.either(
        "page",
        no: "hearth",
        yes: "stock",
        meaning: "The page at /: hearth, or stock, the one that \"hearth stock-page "
            + "import\" took from a firmware image; Hearth's own is at /hearth/ then. "
            + "Left out, hearth."
    )
    private static let logLevel = Field<LogLevel>(
        key: "log_level",
        meaning: "How much goes to the log. Left out, info.",
        allowed: "error, warning, info or debug",
        words: LogLevel.allCases.map(\.word)
    ) { text in
        LogLevel.allCases.first { $0.word == text }.map { .value($0) } ?? .wrong("is not possible")
    }
    private static let failureAction = Field<Bool>.either(
        "failure_action",
        no: "none",
        yes: "reboot",
        meaning: "What happens when the program that drives the lines hangs in the kernel for "
            + "10 s and cannot be killed: the heater may be on then. reboot restarts the machine. "
            + "Left out, none."
    )

    /// Every section of a service file.
    package static let schemas = [
        section.schema, AccessPolicy.section.schema, TLSSection.section.schema,
        NetworkSettings.section.schema, PrinterSettings.schema, UpdateSettings.section.schema,
        BrokerSettings.schema, LinkSettings.Reefnet.schema, LinkSettings.deviceLinkSchema,
        DragonBreathSettings.section.schema,
        NotifySettings.section.schema, EnergySettings.section.schema,
    ]

    /// Reads `bytes`; `name` is the file's name, for messages. Throws all mistakes together.
    package init(_ bytes: some Collection<UInt8>, name: String) throws(Mistakes) {
        try self.init(ConfigurationFile(bytes, name: name))
    }

    /// Reads a file. Throws all mistakes together.
    package init(_ file: ConfigurationFile) throws(Mistakes) {
        var reader = SchemaReader(file, schemas: Self.schemas)
        Self.section.read(&reader, into: &self)
        AccessPolicy.section.read(&reader, into: &access.policy)
        TLSSection.read(&reader, into: &access)
        NetworkSettings.section.read(&reader, into: &network)
        printers = PrinterSettings.read(&reader)
        UpdateSettings.section.read(&reader, into: &updates)
        broker = BrokerSettings.read(&reader)
        links.reefnet = LinkSettings.Reefnet.read(&reader)
        links.readDeviceLink(&reader)
        DragonBreathSettings.section.read(&reader, into: &dragonBreath)
        NotifySettings.section.read(&reader, into: &notify)
        EnergySettings.section.read(&reader, into: &energy)
        guard reader.mistakes.isEmpty else { throw reader.mistakes }
    }

    /// The update settings in `bytes`. Every mistake is ignored, because the file may have keys of a
    /// newer version, which this version does not know.
    package static func updates(in bytes: some Collection<UInt8>, name: String) -> UpdateSettings {
        var reader = SchemaReader(
            ConfigurationFile(bytes, name: name),
            schemas: [UpdateSettings.section.schema]
        )
        var updates = UpdateSettings()
        UpdateSettings.section.read(&reader, into: &updates)
        return updates
    }

    /// The address of the plain port, for a board of this kind.
    package func address(on kind: BoardDescription.Kind) -> ListenAddress {
        var address = listen ?? .standard(for: kind)
        if access.isPlainLocal { address.address = "127.0.0.1" }
        return address
    }
}

extension ListenAddress {
    /// The default address: a simulated board serves its own machine only, a real board its network.
    package static func standard(for kind: BoardDescription.Kind?) -> ListenAddress {
        switch kind {
        case .simulated: ListenAddress(address: "127.0.0.1", port: 8080)
        case .linux, nil: ListenAddress(address: "::", port: 80)
        }
    }

    /// The ports for a real board where nobody chose one and another program has the default one: the first
    /// that is free. Printers' computers have cameras at 8080 and the ports that follow.
    package static let otherPorts: [UInt16] = [8088, 8089, 8090]
}
