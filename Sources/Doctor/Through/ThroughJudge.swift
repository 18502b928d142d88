import Chamber
package import CommandLine
import JSON
package import WebSocket

/// What is lost between a browser and Hearth behind a proxy, as the answers through that proxy tell. It asks
/// nothing itself.
package struct ThroughJudge {
    /// What came of one request.
    package typealias Outcome = Result<HTTPClient.Reply, HTTPClientError>

    /// The page as a browser opens it.
    let site: SiteAddress
    /// Where the daemon listens, behind the proxy.
    private let own: DaemonAddress
    /// The word of the daemon's run; `nil`: none answers there.
    private let run: String?
    /// Whether the daemon answers to the site's name.
    private let isNameKnown: Bool

    /// - Parameters:
    ///   - own: where the daemon listens.
    ///   - run: the word of its run, as it says there itself; `nil`: no daemon answers there.
    ///   - isNameKnown: whether it answers to the site's name there.
    package init(_ site: SiteAddress, own: DaemonAddress, run: String?, isNameKnown: Bool) {
        self.site = site
        self.own = own
        self.run = run
        self.isNameKnown = isNameKnown
    }

    // MARK: Who answers

    /// The path below the site's that says who answers, with a password too.
    package static let versionPath = "api/v1/version"

    /// Judges the answer to GET of ``versionPath``; once it has failed, nothing else can be tried.
    package func reach(_ outcome: Outcome) -> Finding {
        switch outcome {
        case .failure(let error): unreached(error)
        case .success(let reply):
            switch reply.status {
            case 200: answerer(reply)
            case 300...399: led(reply)
            case 403 where Self.problem(in: reply)?.code == "foreign_host": otherName(reply)
            case 401, 407:
                .failed(
                    "password",
                    "the proxy at \(site) asks for a password of its own (status \(reply.status))",
                    advice: "let this machine through without it (nginx: satisfy any; allow "
                        + "127.0.0.1; deny all;), or ask where the proxy asks for none"
                )
            case 404:
                .failed(
                    "path",
                    "the proxy at \(site) has nothing there (status 404)",
                    advice: "give the address of Hearth's page, or " + passOn
                )
            case 502...504:
                .failed(
                    "proxy",
                    "the proxy at \(site) does not reach Hearth (status \(reply.status))",
                    advice: "start the daemon, and " + passOn
                )
            default:
                .failed(
                    "proxy",
                    "what answers at \(site) does not let Hearth be asked (status \(reply.status))",
                    advice: "look into the proxy's log, and " + passOn
                )
            }
        }
    }

    private func unreached(_ error: HTTPClientError) -> Finding {
        // Its words hold the name in a certificate.
        let words = error.description.harmless
        return switch error.kind {
        case .unreachable:
            .failed("proxy", words, advice: "start the proxy, or correct the address")
        case .timedOut: .failed("proxy", words, advice: passOn)
        case .untrusted:
            .failed(
                "TLS",
                words,
                advice:
                    "give the proxy a certificate for \(site.host) that this machine trusts; an "
                    + "authority of your own is named by SSL_CERT_FILE=FILE before the command"
            )
        case .noTLS:
            .failed(
                "TLS",
                words,
                advice: "ask with http://, or turn TLS on (nginx: listen \(site.port) ssl;)"
            )
        case .malformed, .tooLarge:
            .failed("proxy", words, advice: "give the address of a web server")
        }
    }

    private func answerer(_ reply: HTTPClient.Reply) -> Finding {
        guard let object = Self.object(reply), object["name"]?.string == "hearth" else {
            return .failed(
                "path",
                "something other than Hearth answers at \(site)",
                advice: "give the address of Hearth's page, or " + passOn
            )
        }
        let version = object["version"]?.string ?? "of an unknown version"
        guard let run else {
            return .warning(
                "proxy",
                "a Hearth \(version) answers at \(site), and none at \(own), so it may be another one",
                advice: "start the daemon, or say with --listen where it listens"
            )
        }
        guard object["run"]?.string == run else {
            return .failed(
                "proxy",
                "another Hearth (\(version)) answers at \(site) than at \(own)",
                advice: passOn
            )
        }
        return .ok("proxy", "this Hearth (\(version)) answers at \(site)")
    }

    /// The answer is a redirect.
    private func led(_ reply: HTTPClient.Reply) -> Finding {
        let place = reply.header("location") ?? ""
        // Hearth leads a reader under a foreign name to the address that was reached, the proxy's way to it;
        // nginx writes its own name in its place, which leads in a circle.
        let isReached = place == "http://\(own)/" + Self.versionPath
        if isReached || place == site.description + Self.versionPath { return otherName(reply) }
        // Hearth leads a reader of a path that it does not know to its page.
        if place == "/", site.path != "/" {
            return .failed(
                "path",
                "Hearth does not know \(site.path)" + Self.versionPath,
                advice: "use /hearth/, which Hearth knows, or let the proxy take \(site.path) off "
                    + "(nginx: proxy_pass http://\(own)/; with the slash. Caddy: handle_path "
                    + "\(site.path)*)"
            )
        }
        return .failed(
            "redirect",
            "\(site) leads to \(place.prefix(Self.longestPlace).description.harmless) (status "
                + "\(reply.status)), and programs made for the stock device do not follow",
            advice: "ask through that address, and give it to the programs"
        )
    }

    /// Hearth was asked for a name that is not its own.
    private func otherName(_ reply: HTTPClient.Reply) -> Finding {
        let words = Self.problem(in: reply)?.message
        return .failed(
            "name",
            "Hearth was asked under a name that is not its own" + (words.map { ": \($0)" } ?? ""),
            advice: isNameKnown ? Self.passOnHost : "add \(site.host) to host_names in [service]"
        )
    }

    // MARK: Words

    /// Characters of another address that are shown: more than any page's has.
    private static let longestPlace = 200

    /// What lets a proxy reach this daemon.
    private var passOn: String {
        "let the proxy pass requests on to Hearth (nginx: location \(site.path) { proxy_pass "
            + "http://\(own); … } Caddy: reverse_proxy \(own))"
    }

    static let passOnHost =
        "pass Host on (nginx: proxy_set_header Host $http_host; Caddy: without header_up Host)"

    /// Our own refusal in an answer; `nil`: it is another program's.
    static func problem(in reply: HTTPClient.Reply) -> (code: String, message: String)? {
        guard let object = object(reply), let code = object["code"]?.string else { return nil }
        return (code, object["error"]?.string ?? "")
    }

    /// The answer's JSON, for a terminal.
    static func object(_ reply: HTTPClient.Reply) -> JSONObject? {
        do throws(JSONError) {
            return try JSONValue(parsing: reply.body).harmless.object
        } catch {
            return nil
        }
    }

    /// The word of a run in an answer to GET of ``versionPath``; `nil`: that is no Hearth's.
    package static func run(in reply: HTTPClient.Reply) -> String? {
        guard let object = object(reply), object["name"]?.string == "hearth" else { return nil }
        return object["run"]?.string
    }
}
