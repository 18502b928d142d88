import CommandLine
import Doctor
import Testing
import WebSocket

/// Answers as nginx, Caddy and Hearth give them, and what is said of each.
@Suite struct ThroughJudgeTests {
    private static let own = DaemonAddress(host: "127.0.0.1", port: 8080)

    private func judge(
        _ url: String = "https://heater.example.org/",
        run: String? = "9c01",
        isNameKnown: Bool = true
    ) throws -> ThroughJudge {
        let site = try #require(SiteAddress(text: url))
        return ThroughJudge(site, own: Self.own, run: run, isNameKnown: isNameKnown)
    }

    private static func reply(
        _ status: Int,
        _ body: String = "",
        _ headers: [Response.Header] = []
    ) -> ThroughJudge.Outcome {
        .success(HTTPClient.Reply(status, headers, body: Array(body.utf8)))
    }

    private static func led(to place: String) -> ThroughJudge.Outcome {
        reply(302, "", [Response.Header("Location", place)])
    }

    private static func error(_ kind: HTTPClientError.Kind) -> ThroughJudge.Outcome {
        .failure(HTTPClientError(kind, of: "heater.example.org", 443, "is \u{1B}silent"))
    }

    private static func problem(_ status: Int, _ code: String) -> ThroughJudge.Outcome {
        reply(status, #"{"ok":false,"error":"the reason","code":"\#(code)"}"#)
    }

    private static let hearth = reply(200, #"{"name":"hearth","version":"0.1.0","run":"9c01"}"#)

    private func expect(
        _ finding: Finding,
        _ grade: Finding.Grade,
        _ subject: String,
        _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(finding.grade == grade, "\(finding.line)", sourceLocation: sourceLocation)
        #expect(finding.subject == subject, "\(finding.line)", sourceLocation: sourceLocation)
        for word in words {
            #expect(finding.line.contains(word), "\(finding.line)", sourceLocation: sourceLocation)
        }
        #expect(
            finding.line == finding.line.filter { $0 != "\u{1B}" },
            sourceLocation: sourceLocation
        )
    }

    // MARK: Who answers

    @Test func thisVeryDaemonAnswers() throws {
        expect(try judge().reach(Self.hearth), .ok, "proxy", "this Hearth (0.1.0)")
        let another = try judge(run: "9c02").reach(Self.hearth)
        expect(another, .failed, "proxy", "another Hearth", "proxy_pass http://127.0.0.1:8080")
        expect(try judge(run: nil).reach(Self.hearth), .warning, "proxy", "none at 127.0.0.1:8080")
    }

    @Test func anotherProgramAnswers() throws {
        for body in ["<title>Mainsail</title>", #"{"name":"moonraker"}"#, "[]", ""] {
            let finding = try judge("http://mainsail.local/hearth/").reach(Self.reply(200, body))
            expect(finding, .failed, "path", "something other", "location /hearth/ {")
        }
    }

    @Test func nobodyAnswers() throws {
        let judge = try judge()
        expect(
            judge.reach(Self.error(.unreachable)),
            .failed,
            "proxy",
            "cannot reach",
            "start the proxy"
        )
        expect(judge.reach(Self.error(.timedOut)), .failed, "proxy", "proxy_pass")
        expect(judge.reach(Self.error(.malformed)), .failed, "proxy", "heater.example.org:443")
        expect(judge.reach(Self.error(.untrusted)), .failed, "TLS", "not trusted", "SSL_CERT_FILE")
        expect(judge.reach(Self.error(.noTLS)), .failed, "TLS", "http://", "listen 443 ssl")
    }

    @Test(arguments: [502, 503, 504])
    func theProxyDoesNotReachHearth(status: Int) throws {
        let finding = try judge().reach(Self.reply(status, "<h1>Bad Gateway</h1>"))
        expect(
            finding,
            .failed,
            "proxy",
            "does not reach Hearth (status \(status))",
            "start the daemon"
        )
    }

    @Test func theProxyHasItsOwnMind() throws {
        let judge = try judge()
        expect(
            judge.reach(Self.reply(401)),
            .failed,
            "password",
            "password of its own",
            "satisfy any"
        )
        expect(judge.reach(Self.reply(404)), .failed, "path", "status 404")
        expect(judge.reach(Self.reply(403)), .failed, "proxy", "status 403")
        expect(judge.reach(Self.reply(500)), .failed, "proxy", "status 500")
        let elsewhere = judge.reach(Self.led(to: "https://other.example/\u{1B}[31m"))
        expect(elsewhere, .failed, "redirect", "https://other.example/", "status 302")
    }

    @Test func thePathDoesNotFit() throws {
        let finding = try judge("https://home.example.org/heater/").reach(Self.led(to: "/"))
        expect(
            finding,
            .failed,
            "path",
            "/heater/api/v1/version",
            "handle_path /heater/*",
            "/hearth/"
        )
    }

    @Test func theNameIsNotHearths() throws {
        for outcome in [
            Self.led(to: "http://127.0.0.1:8080/api/v1/version"),
            Self.led(to: "https://heater.example.org/api/v1/version"),
            Self.problem(403, "foreign_host"),
        ] {
            let rewritten = try judge().reach(outcome)
            expect(rewritten, .failed, "name", "proxy_set_header Host $http_host")
            let unknown = try judge(isNameKnown: false).reach(outcome)
            expect(unknown, .failed, "name", "add heater.example.org to host_names")
        }
    }

    // MARK: What arrives

    @Test func hostArrivesOrNot() throws {
        let judge = try judge()
        expect(judge.name(Self.problem(415, "not_json")), .ok, "name", "Host: heater.example.org")
        expect(judge.name(Self.problem(401, "login_needed")), .ok, "name")
        let lost = judge.name(Self.problem(403, "foreign_origin"))
        expect(lost, .failed, "name", "the reason", "proxy_set_header Host $http_host")
        expect(judge.name(Self.reply(405)), .failed, "name", "status 405")
        expect(judge.name(Self.error(.timedOut)), .failed, "name", "proxy_read_timeout")
    }

    @Test func upgradeArrivesOrNot() throws {
        let judge = try judge()
        expect(judge.upgrade(Self.reply(101, "x")), .ok, "upgrade")
        expect(judge.upgrade(Self.reply(101)), .failed, "upgrade", "nothing comes")
        expect(judge.upgrade(Self.reply(401)), .ok, "upgrade", "password")
        for outcome in [Self.problem(426, "no_upgrade"), Self.led(to: "/")] {
            expect(
                judge.upgrade(outcome),
                .failed,
                "upgrade",
                "proxy_set_header Upgrade $http_upgrade"
            )
        }
        expect(judge.upgrade(Self.reply(400)), .failed, "upgrade", "status 400")
        expect(judge.upgrade(Self.error(.timedOut)), .failed, "upgrade")
    }

    @Test func theStreamComesOrIsHeldBack() throws {
        let judge = try judge()
        let upToDate = ThroughJudge.StreamOutcome.came(10, beside: [9, 9.5, 10, 10.5, 11])
        expect(judge.stream(upToDate), .ok, "stream")
        let late = ThroughJudge.StreamOutcome.came(10, beside: [9, 10, 10.5, 11, 11.5])
        expect(
            judge.stream(late),
            .failed,
            "stream",
            "3 more",
            "proxy_ignore_headers X-Accel-Buffering"
        )
        expect(judge.stream(.came(10, beside: [])), .ok, "stream")
        expect(
            judge.stream(.came(nil, beside: [])),
            .failed,
            "stream",
            "no event",
            "flush_interval -1"
        )
        expect(judge.stream(.refused(HTTPClient.Reply(401))), .warning, "stream", "HEARTH_TOKEN")
        expect(judge.stream(.refused(HTTPClient.Reply(500))), .failed, "stream", "status 500")
        let error = HTTPClientError(.timedOut, of: "a", 80, "is silent")
        expect(judge.stream(.failed(error)), .failed, "stream", "does not begin")
    }

    @Test func anUptimeStandsInAStateAndNowhereElse() {
        let state = "event: state\ndata: {\"version\":\"0.1.0\",\"uptime_s\":12.5}"
        #expect(ThroughJudge.uptime(in: state) == 12.5)
        #expect(ThroughJudge.uptime(in: "event: event\ndata: {\"uptime_s\":12.5}") == nil)
        #expect(ThroughJudge.uptime(in: "event: state\ndata: {\"uptime_s\":") == nil)
        #expect(ThroughJudge.uptime(in: "") == nil)
    }

    @Test func anUpdateArrivesOrNot() throws {
        let judge = try judge()
        expect(judge.upload(Self.problem(405, "wrong_method")), .ok, "upload", "4.5 MiB")
        expect(judge.upload(Self.reply(401)), .ok, "upload")
        expect(judge.upload(Self.reply(413)), .failed, "upload", "client_max_body_size 5m")
        expect(judge.upload(Self.problem(411, "no_length")), .failed, "upload", "chunks")
        expect(judge.upload(Self.reply(405)), .failed, "upload", "status 405")
        expect(judge.upload(Self.error(.malformed)), .failed, "upload")
    }

    @Test func aTrustedProxyIsTold() throws {
        let judge = try judge()
        let trusted = judge.trust(Self.reply(200, #"{"let_in_by":"trusted"}"#))
        expect(try #require(trusted), .warning, "trusted", "[access]")
        #expect(judge.trust(Self.reply(200, #"{"let_in_by":"open"}"#)) == nil)
        #expect(judge.trust(Self.reply(401)) == nil)
    }
}
