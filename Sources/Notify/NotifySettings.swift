package import Schema

/// Which ways out messages have.
package struct NotifySettings: Equatable, Sendable {
    /// A topic of ntfy, or of a server that speaks as it does; `nil`: none.
    package var ntfy: NoticeTarget?
    /// A file with ntfy's access token in its first line; `nil`: none.
    package var ntfyTokenFile: String?
    /// A secret: it is sent to ntfy's server only. Empty: none.
    package var ntfyToken = ""
    /// Where messages are posted as JSON; `nil`: nowhere.
    package var webhook: NoticeTarget?
    /// A file with the secret that the JSON is signed with, in its first line; `nil`: none.
    package var webhookSecretFile: String?
    /// A secret that never leaves the machine. Empty: nothing is signed.
    package var webhookSecret = ""
    /// Messages go over the connection to the MQTT broker too.
    package var usesBroker = false
    /// What is told.
    package var kinds = Notice.Kind.told

    /// No way out.
    package init() {}

    /// There is a way.
    package var isUsed: Bool { ntfy != nil || webhook != nil || usesBroker }

    /// The section `[notify]` of the service file.
    package static let section = SettingsSection<NotifySettings>(
        "notify",
        meaning: "Where the heater tells what happened while nobody looks at its page.",
        [
            Setting(
                target("ntfy", "A topic of ntfy, as in https://ntfy.sh/TOPIC. Left out, none."),
                \.ntfy
            ),
            Setting(
                secret("ntfy_token_file", "A file with ntfy's access token in its first line"),
                \.ntfyTokenFile
            ),
            Setting(
                target(
                    "webhook",
                    "Where messages are posted as JSON. Left out, nowhere. A redirect is not followed."
                ),
                \.webhook
            ),
            Setting(
                secret(
                    "webhook_secret_file",
                    "A file with the secret that the JSON is signed with in its first line"
                ),
                \.webhookSecretFile
            ),
            Setting(
                .yesOrNo(
                    "mqtt",
                    meaning: "Whether messages go to the MQTT broker of [mqtt] too. Left out, no."
                ),
                \.usesBroker
            ),
            Setting(events, \.kinds),
        ]
    )

    private static func target(_ key: String, _ meaning: String) -> Field<NoticeTarget> {
        Field(
            key: key,
            meaning: meaning,
            allowed: "an address as in https://HOST/PATH, without a user's name"
        ) { text in
            NoticeTarget(url: text).map { .value($0) } ?? .wrong("is no such address")
        }
    }

    private static func secret(_ key: String, _ meaning: String) -> Field<String> {
        .path(
            key,
            allowed: "the absolute path of a file",
            meaning: meaning + ": readable for the service, and for nobody else."
        )
    }

    private static let events = Field<[Notice.Kind]>(
        key: "events",
        meaning: "What is told, with commas between. Left out, all of it.",
        allowed: "words of \(Notice.Kind.told.map(\.rawValue).joinedWithOr)",
        words: Notice.Kind.told.map(\.rawValue)
    ) { text in
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.trimmingSpaces)
        }
        let kinds = words.compactMap { word in Notice.Kind.told.first { $0.rawValue == word } }
        return kinds.count == words.count ? .value(kinds) : .wrong("has an unknown word")
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
