package import Boards
package import Daemon
package import Printers
import System
package import WebSocket

/// The service file, `/etc/hearth/hearth.conf`: how the service runs, where no option says so.
///
/// What is wired to what is not its business: daemon, stop hook and unit must mean the same board.
package struct ServiceFile: Equatable, Sendable {
    /// Where the package puts it.
    package static let standardPath = "/etc/hearth/hearth.conf"

    package var listen: ListenAddress?
    package var logLevel: Log.Level?
    /// In lower case.
    package var hostNames: [String] = []
    /// Sites that may show the page inside theirs, in lower case.
    package var framedBy: [String] = []
    package var access = AccessOptions()
    package var network = Network()
    package var printers = PrinterSettings(deviceID: "")
    package var updates = Updates()
    /// The MQTT broker; `nil`: none. The password is still in its file.
    package var broker: BrokerOptions?
    package var brokerPasswordPath: String?
    package var links = LinkOptions()

    private static let listenField = field(
        "listen",
        of: Parameter.listen,
        meaning: "Where the web page and all clients are served. Left out, 0.0.0.0:80, and "
            + "127.0.0.1:8080 on a simulated board."
    )
    private static let logLevelField = field(
        "log_level",
        of: Parameter.logLevel,
        meaning: "How much goes to the log. Left out, info."
    )
    private static let hostNamesField = Field<[String]>(
        key: "host_names",
        meaning: "Names that clients reach this machine by, besides addresses, its own name and "
            + "those in .local. A request to any other name is refused.",
        allowed: "names as in heater.example.org, with commas between"
    ) { text in
        HostName.list(text).map { .value($0) } ?? .wrong("is not a list of names")
    }.optional()

    private static let framedByField = Field<[String]>(
        key: "framed_by",
        meaning: "Sites that may show Hearth's pages inside theirs, as Mainsail and Fluidd do with "
            + "a camera of the kind iframe. Left out, none.",
        allowed: "origins as in http://mainsail.local or http://192.168.1.20:8080, with commas "
            + "between"
    ) { text in
        SiteOrigin.list(text).map { .value($0) } ?? .wrong("is not a list of origins")
    }.optional()

    private static let schema = SectionSchema(
        "service",
        isRequired: false,
        meaning: "How the daemon is reached, and what it tells.",
        fields: [listenField, logLevelField, hostNamesField, pageField, framedByField]
    )
    /// Every section of a service file.
    package static let schemas = [
        schema, accessSchema, encryptionSchema, networkSchema, printerSchema, updateSchema,
        brokerSchema,
        reefnetSchema, deviceLinkSchema,
    ]

    /// What a file that says nothing says.
    package init() {}

    /// Reads `bytes`; `name` is the file's, for messages.
    package init(_ bytes: some Collection<UInt8>, name: String) throws(Mistakes) {
        var reader = SchemaReader(
            ConfigurationFile(bytes, name: name),
            schemas: Self.schemas
        )
        listen = reader.given(Self.listenField, in: Self.schema)
        logLevel = reader.given(Self.logLevelField, in: Self.schema)
        hostNames = reader.given(Self.hostNamesField, in: Self.schema) ?? []
        framedBy = reader.given(Self.framedByField, in: Self.schema) ?? []
        access = Self.readAccess(&reader, Self.schema)
        network = Self.network(&reader)
        printers = Self.readPrinter(&reader)
        updates = Self.updates(from: &reader)
        (broker, brokerPasswordPath) = Self.readBroker(&reader)
        links = Self.readLinks(&reader)
        guard reader.mistakes.isEmpty else { throw reader.mistakes }
    }

    /// A key that takes what an option of the command line takes.
    private static func field<Value>(
        _ key: String,
        of parameter: Parameter<Value>,
        meaning: String
    ) -> Field<Value> {
        Field(key: key, meaning: meaning, allowed: parameter.allowed, words: parameter.words) {
            text in
            parameter.read(text).map { .value($0) } ?? .wrong("is not possible")
        }.optional()
    }
}

extension ServiceFile {
    /// The service file at `path`; `nil`: the one at its place, if it is there. Mistakes end the
    /// command, all of them listed.
    static func load(_ path: String?) throws(CommandFailure) -> ServiceFile {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try read(path) ?? []
        } catch {
            throw error.commandFailure
        }
        do throws(Mistakes) {
            return try ServiceFile(bytes, name: path ?? standardPath)
        } catch {
            throw CommandFailure(.misconfigured, error.description)
        }
    }

    /// The file's bytes; `nil` where nobody named one and none is at its place.
    static func read(_ path: String?) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try File.beginning(of: path ?? standardPath, ConfigurationFile.largestSize + 1)
        } catch {
            guard path == nil, error.isMissing else { throw error }
            return nil
        }
    }
}
