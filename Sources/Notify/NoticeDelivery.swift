import Cryptography
import SwitchCore
import WebSocket

/// Posts one message to its target, on the caller's thread, within ``longest``.
///
/// It follows no redirect: the message would go where nobody said that it may. What the other side answers
/// besides its status is not read.
struct NoticeDelivery: Sendable {
    /// For the whole request: a server that hangs holds up this way alone.
    static let longest = Duration.seconds(10)

    let target: NoticeTarget
    /// Makes the request of a message.
    let post: @Sendable (Notice) throws(CryptographyError) -> NoticePost

    /// Why the message did not arrive, as words after "it"; `nil`: it did.
    func trouble(with notice: Notice) -> String? {
        let client = HTTPClient(
            host: target.host,
            port: target.port,
            isEncrypted: target.isEncrypted
        )
        do {
            let post = try post(notice)
            let answer = try client.open(
                .post,
                target.path,
                headers: post.headers,
                body: post.body,
                timeout: Self.longest
            )
            return Self.trouble(status: answer.status)
        } catch let error as HTTPClientError {
            return Self.words(for: error.kind)
        } catch {
            return "cannot be signed for: \(error)"
        }
    }

    private static func trouble(status: Int) -> String? {
        switch status {
        case 200..<300: nil
        case 300..<400:
            "redirects elsewhere (status \(status)), and no redirect is followed: name the final "
                + "address in hearth.conf"
        case 401, 403:
            "lets this device not in (status \(status)): look at its token or password"
        case 404, 410: "knows no such address (status \(status)): look at the path"
        case 429: "takes no more for now (status 429)"
        default: "answers status \(status) instead of taking the message"
        }
    }

    private static func words(for kind: HTTPClientError.Kind) -> String {
        switch kind {
        case .unreachable: "cannot be reached: look at its name, and whether it is on"
        case .timedOut: "does not answer within \(Int(longest.inSeconds)) s"
        case .malformed, .tooLarge: "does not answer in HTTP"
        case .untrusted:
            "shows a certificate that this machine does not trust, so nothing was sent"
        case .noTLS: "does not begin TLS: for a server without it, write http://"
        }
    }
}
