package import Cryptography
import Chamber
import JSON
package import WebSocket

/// Who tells something.
package struct NoticeSender: Equatable, Sendable {
    /// The device's twelve digits.
    package var id: String
    /// As people gave it.
    package var name: String
    /// The page's address for a browser.
    package var pageURL: String

    package init(id: String, name: String, pageURL: String) {
        self.id = id
        self.name = name
        self.pageURL = pageURL
    }
}

extension Notice {
    /// The message as JSON on one line, for a webhook and for MQTT (`docs/notifications.md`).
    package func encoded(from sender: NoticeSender) -> [UInt8] {
        JSONWriter.object { json in
            json.member("id", "\(sender.id)-\(wallMilliseconds ?? 0)-\(number)")
            json.member("kind", kind.rawValue)
            json.member("title", kind.title)
            json.member("text", text)
            json.member("at_ms", wallMilliseconds)
            json.object("device") { json in
                json.member("id", sender.id)
                json.member("name", sender.name)
                json.member("url", sender.pageURL)
            }
        }
    }

    /// How urgent ntfy shows it, from 1 to 5 (docs.ntfy.sh/publish, "Message priority").
    fileprivate var priority: Int {
        switch kind {
        case .fault: 5
        case .trouble: 4
        case .ready, .soaked, .dryingDone, .cooledDown, .test: 3
        }
    }

    /// ntfy's words for its pictures (docs.ntfy.sh/emojis).
    fileprivate var tag: String {
        switch kind {
        case .ready, .soaked, .dryingDone: "white_check_mark"
        case .cooledDown: "snowflake"
        case .fault: "rotating_light"
        case .trouble: "warning"
        case .test: "wave"
        }
    }
}

/// A message as a request of one way's kind.
package struct NoticePost: Equatable, Sendable {
    /// The headers besides Host and Content-Length.
    package let headers: [Response.Header]
    /// The request's body.
    package let body: [UInt8]

    /// As ntfy takes it: the text as the body, the rest as headers.
    package init(ntfy notice: Notice, from sender: NoticeSender, token: String) {
        var headers = [
            Response.Header("Content-Type", "text/plain; charset=utf-8"),
            Response.Header("Title", "\(sender.name): \(notice.kind.title)".harmless),
            Response.Header("Priority", String(notice.priority)),
            Response.Header("Tags", notice.tag),
            Response.Header("Click", sender.pageURL.harmless),
        ]
        if !token.isEmpty { headers.append(Response.Header("Authorization", "Bearer \(token)")) }
        self.headers = headers
        body = Array(notice.text.utf8)
    }

    /// As JSON, signed where there is a secret: HMAC-SHA256 of the body, as GitHub's webhooks are.
    package init(
        webhook notice: Notice,
        from sender: NoticeSender,
        secret: String
    ) throws(CryptographyError) {
        body = notice.encoded(from: sender)
        var headers = [Response.Header("Content-Type", "application/json")]
        if !secret.isEmpty {
            let signature = try HMAC.sha256(of: body, key: Array(secret.utf8))
            headers.append(Response.Header("X-Hearth-Signature", "sha256=\(signature)"))
        }
        self.headers = headers
    }
}
