package import Access
package import Boards
package import Links
package import Printers
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
    /// The printer's settings; the daemon fills in the device's identity.
    package var printers = PrinterSettings(deviceID: "")
    /// Which updates are accepted.
    package var updates = UpdateSettings()
    /// The MQTT broker to connect to; `nil`: none. The password is still in its file.
    package var broker: BrokerSettings?
    /// The servers to connect to; the daemon fills in the device's description of itself.
    package var links = LinkSettings()

    /// The settings of an empty file.
    package init() {}

    private static let section = SettingsSection<ServiceFile>(
        "service",
        meaning: "How the daemon is reached, and what it tells.",
        [
            Setting(
                .listenAddress(
                    "listen",
                    allowed: "ADDR:PORT, as in 127.0.0.1:8080, [::]:80 or 0.0.0.0:80",
                    meaning: "Where the web page and all clients are served. Left out, [::]:80, "
                        + "and 127.0.0.1:8080 on a simulated board."
                ),
                \.listen
            ),
            Setting(logLevel, \.logLevel),
            Setting(failureAction, \.restartsMachine),
            Setting(
                .yesOrNo(
                    "keep_awake",
                    meaning: "Whether the machine is kept from sleeping while the heater or the "
                        + "blower is on. Left out, yes, and no with a simulated board."
                ),
                \.keepsAwake
            ),
            Setting(hostNames, \.site.hostNames),
            Setting(allowedOrigins, \.site.allowedOrigins),
            Setting(
                .either(
                    "page",
                    no: "hearth",
                    yes: "stock",
                    meaning: "The page at /: hearth, or stock, the one that \"hearth stock-page "
                        + "import\" took from a firmware image; Hearth's own is at /hearth/ then. "
                        + "Left out, hearth."
                ),
                \.access.servesStockPage
            ),
            Setting(framedBy, \.site.framedBy),
        ]
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
    private static let hostNames = Field<[String]>(
        key: "host_names",
        meaning: "Names that clients reach this machine by, besides addresses and its own name, "
            + "with .local too. Under any other name readers are led to the address, and wishes are refused.",
        allowed: "names as in heater.example.org or *.example.ts.net, with commas between"
    ) { text in
        read(text, HostName.isPattern, "name")
    }
    private static let allowedOrigins = Field<[String]>(
        key: "allowed_origins",
        meaning: "Sites whose pages may control the heater from elsewhere: apps, and proxies that "
            + "replace Host. Left out, only its own pages may.",
        allowed: "origins as in https://heater.example.org or capacitor://localhost, with commas "
            + "between"
    ) { text in
        read(text, SiteOrigin.isAnyOrigin, "origin")
    }

    /// The words between the commas of `text`, in lower case; a wrong one is named.
    private static func read(
        _ text: String,
        _ isRight: (String) -> Bool,
        _ kind: String
    ) -> Field<[String]>.Finding {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            part.split(separator: " ").joined(separator: " ").lowercased()
        }
        guard let wrong = words.first(where: { !isRight($0) }) else { return .value(words) }
        return .wrong(
            words.count == 1
                ? "is no \(kind)"
                : wrong.isEmpty
                    ? "has nothing between two commas" : "has \"\(wrong)\", which is no \(kind)"
        )
    }
    private static let framedBy = Field<[String]>(
        key: "framed_by",
        meaning: "Sites that may show Hearth's pages inside theirs, as Mainsail and Fluidd do with "
            + "a camera of the kind iframe. Left out, none.",
        allowed: "origins as in http://mainsail.local or http://192.168.1.20:8080, with commas "
            + "between"
    ) { text in
        read(text, SiteOrigin.isOrigin, "origin")
    }

    /// Every section of a service file.
    package static let schemas = [
        section.schema, accessSection.schema, TLSSection.section.schema, networkSection.schema,
        PrinterSection.section.schema, updateSection.schema, BrokerSection.section.schema,
        ReefnetSection.section.schema, DeviceLinkSection.section.schema,
    ]

    /// Reads `bytes`; `name` is the file's name, for messages. Throws all mistakes together.
    package init(_ bytes: some Collection<UInt8>, name: String) throws(Mistakes) {
        var reader = SchemaReader(
            ConfigurationFile(bytes, name: name),
            schemas: Self.schemas
        )
        Self.section.read(&reader, into: &self)
        Self.accessSection.read(&reader, into: &access.policy)
        TLSSection.read(&reader, into: &access)
        Self.networkSection.read(&reader, into: &network)
        printers = PrinterSection.read(&reader)
        Self.updateSection.read(&reader, into: &updates)
        broker = BrokerSection.read(&reader)
        links.reefnet = ReefnetSection.read(&reader)
        DeviceLinkSection.read(&reader, into: &links)
        guard reader.mistakes.isEmpty else { throw reader.mistakes }
    }

    /// The update settings in `bytes`. Every mistake is ignored, because the file may have keys of a
    /// newer version, which this version does not know.
    package static func updates(in bytes: some Collection<UInt8>, name: String) -> UpdateSettings {
        var reader = SchemaReader(
            ConfigurationFile(bytes, name: name),
            schemas: [updateSection.schema]
        )
        var updates = UpdateSettings()
        updateSection.read(&reader, into: &updates)
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
}
