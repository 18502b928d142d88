import Cryptography
import Notify
import SwitchCore
import Testing
import WebSocket

@Suite struct NoticePostTests {
    private static let sender = NoticeSender(
        id: "123456789012",
        name: "Chamber\r\nX-Evil: 1",
        pageURL: "http://heater.local/"
    )
    private static let notice = Notice(
        3,
        .fault,
        "It is too hot.",
        at: .zero,
        wallMilliseconds: 1_700_000_000_000
    )

    @Test func aNameAddsNoHeader() {
        let post = NoticePost(ntfy: Self.notice, from: Self.sender, token: "")
        #expect(post.headers.allSatisfy { !$0.value.contains("\r") && !$0.value.contains("\n") })
        #expect(post.headers.contains(Response.Header("Priority", "5")))
        #expect(!post.headers.contains { $0.name == "Authorization" })
    }

    /// RFC 4231, test case 2.
    @Test func theSignatureIsTheStandards() throws {
        let digest = try HMAC.sha256(
            of: Array("what do ya want for nothing?".utf8),
            key: Array("Jefe".utf8)
        )
        #expect(
            digest.description
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
    }

    @Test func theJSONIsSignedAsItIsSent() throws {
        let post = try NoticePost(webhook: Self.notice, from: Self.sender, secret: "s")
        let digest = try HMAC.sha256(of: post.body, key: Array("s".utf8))
        #expect(
            post.headers.contains(Response.Header("X-Hearth-Signature", "sha256=\(digest)"))
        )
        let unsigned = try NoticePost(webhook: Self.notice, from: Self.sender, secret: "")
        #expect(unsigned.headers == [Response.Header("Content-Type", "application/json")])
    }

    @Test(arguments: [
        ("https://ntfy.sh/topic", "ntfy.sh"), ("http://10.0.0.2:8080/x?y=1", "10.0.0.2:8080"),
        ("http://[fd00::1]/x", "[fd00::1]"), ("https://example.org", "example.org"),
    ])
    func anAddressIsShownWithoutItsPath(url: String, place: String) {
        #expect(NoticeTarget(url: url)?.place == place)
    }

    @Test(arguments: [
        "ftp://example.org/", "example.org", "https://", "https://user@example.org/",
        "https://example.org/#x", "http://example.org:0/", "https:///x", "https://a b/",
    ])
    func whatIsNoAddressIsRefused(url: String) {
        #expect(NoticeTarget(url: url) == nil)
    }
}
