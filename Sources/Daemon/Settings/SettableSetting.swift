/// A setting of the service file that clients may read or change, and its place in the API.
struct SettableSetting: Sendable {
    /// What the value is.
    enum Form: Sendable {
        case text
        case number
        /// `true` or `false`, with what holds where it is left out.
        case flag(Bool)
        /// Texts, with commas between in the file.
        case list
        /// An address whose path is a secret: shown by its host alone.
        case address
        /// Kept in a file of its own in the state directory, and never shown. It belongs to the place that
        /// the settings `places` of its group name, and is forgotten with that.
        case secret(file: String, places: [String])
    }

    /// The object of the API that it is in, and its member there.
    let group: String
    let member: String
    /// Its place in the service file.
    let section: String
    let key: String
    let form: Form
    /// Clients see it, and only the machine's owner changes it, in the file.
    var isReadOnly = false

    /// `mqtt.port`.
    var name: String { "\(group).\(member)" }

    private init(
        _ group: String,
        _ member: String,
        in section: String? = nil,
        key: String? = nil,
        _ form: Form,
        isReadOnly: Bool = false
    ) {
        self.group = group
        self.member = member
        self.section = section ?? group
        self.key = key ?? member
        self.form = form
        self.isReadOnly = isReadOnly
    }

    static let all = mqtt + notify + others

    private static let mqtt: [SettableSetting] = [
        SettableSetting("mqtt", "on", key: "connect", .flag(true)),
        SettableSetting("mqtt", "broker", .text),
        SettableSetting("mqtt", "port", .number),
        SettableSetting("mqtt", "tls", .flag(false)),
        SettableSetting("mqtt", "user", .text),
        SettableSetting(
            "mqtt",
            "password",
            key: "password_file",
            .secret(file: "mqtt-password", places: ["broker", "port", "tls"])
        ),
        SettableSetting("mqtt", "topic_prefix", .text),
        SettableSetting("mqtt", "discovery_prefix", .text),
        SettableSetting("mqtt", "home_assistant", .flag(true)),
        SettableSetting("mqtt", "stock_topics", .flag(false)),
    ]

    private static let notify: [SettableSetting] = [
        SettableSetting("notify", "ntfy", .address),
        SettableSetting(
            "notify",
            "ntfy_token",
            key: "ntfy_token_file",
            .secret(file: "ntfy-token", places: ["ntfy"])
        ),
        SettableSetting("notify", "webhook", .address),
        SettableSetting(
            "notify",
            "webhook_secret",
            key: "webhook_secret_file",
            .secret(file: "webhook-secret", places: ["webhook"])
        ),
        SettableSetting("notify", "mqtt", .flag(false)),
        SettableSetting("notify", "events", .list),
    ]

    private static let others: [SettableSetting] = [
        SettableSetting("energy", "price_per_kwh", .number),
        SettableSetting("energy", "currency", .text),
        SettableSetting("framing", "framed_by", in: "service", .list),
        SettableSetting("access", "host_names", in: "service", .list, isReadOnly: true),
        SettableSetting("access", "allowed_origins", in: "service", .list, isReadOnly: true),
        SettableSetting("access", "trusted", .list, isReadOnly: true),
    ]

    /// The groups in the order of their first settings.
    static let groups = ["mqtt", "notify", "energy", "framing", "access"]

    /// It takes effect without a restart of the service.
    var isLive: Bool { group == "energy" }
}
