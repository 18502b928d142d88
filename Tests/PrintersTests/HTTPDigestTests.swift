import Printers
import Testing

/// The examples of the RFCs, to the letter.
@Suite struct HTTPDigestTests {
    private static let mufasa = ("Mufasa", "/dir/index.html")

    private func answer(
        to challenge: String,
        password: String,
        salt: String
    ) throws -> String {
        var digest = try #require(HTTPDigest(challenge: challenge))
        return try digest.authorization(
            user: Self.mufasa.0,
            password: password,
            method: "GET",
            path: Self.mufasa.1,
            salt: salt
        )
    }

    /// RFC 2617, section 3.5.
    @Test func md5WithQuality() throws {
        let answer = try answer(
            to: #"Digest realm="testrealm@host.com", qop="auth,auth-int", "#
                + #"nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41""#,
            password: "Circle Of Life",
            salt: "0a4f113b"
        )
        #expect(answer.contains(#"response="6629fae49393a05397450978507c4ef1""#))
        #expect(answer.contains(#"qop=auth, nc=00000001, cnonce="0a4f113b""#))
        #expect(answer.contains(#"opaque="5ccc069c403ebaf9f0171e9517f40e41""#))
    }

    /// RFC 7616, section 3.9.1.
    @Test func sha256() throws {
        let answer = try answer(
            to: #"Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, "#
                + #"nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "#
                + #"opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#,
            password: "Circle of Life",
            salt: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
        )
        #expect(
            answer.contains(
                #"response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1""#
            )
        )
    }

    /// As Prusa's boards ask; the value is from Python's hashlib by RFC 2069.
    @Test func withoutQuality() throws {
        let answer = try answer(
            to: #"Digest realm="Printer API", nonce="dcf22b5a00000000", stale="false""#,
            password: "secret",
            salt: "x"
        )
        #expect(answer.contains(#"response="c2f7532fb7b6735b1bf77d5776b24b3c""#))
        #expect(!answer.contains("qop") && !answer.contains("cnonce"))
    }

    @Test func eachUseIsCounted() throws {
        var digest = try #require(
            HTTPDigest(challenge: #"Digest realm="a", nonce="b", qop="auth""#)
        )
        for count in 1...11 {
            let answer = try digest.authorization(
                user: "u",
                password: "p",
                method: "GET",
                path: "/",
                salt: "s"
            )
            let digits = String(count, radix: 16)
            #expect(answer.contains("nc=0000000\(digits),"))
        }
    }

    @Test(arguments: [
        #"Basic realm="a""#, #"Digest realm="a""#, #"Digest nonce="a""#, "Digest ",
        #"Digest realm="a", nonce="b", qop="auth-int""#,
        #"Digest realm="a", nonce="b", algorithm=MD5-sess"#, #"Digest realm="a"#,
    ])
    func anythingElseIsNotAnswered(challenge: String) {
        #expect(HTTPDigest(challenge: challenge) == nil)
    }
}
