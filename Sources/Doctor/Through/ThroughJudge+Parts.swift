import Chamber
import CommandLine
import JSON
package import WebSocket

/// What arrives of a request, part by part.
extension ThroughJudge {
    /// What came of asking for the stream.
    package enum StreamOutcome: Equatable, Sendable {
        /// No stream began.
        case refused(HTTPClient.Reply)
        case failed(HTTPClientError)
        /// A stream began: the uptime in its first state, in seconds, `nil` where none came in the time
        /// allowed; and those in all states that another stream, without the proxy, had brought then.
        case came(Double?, beside: [Double])
    }

    /// States that may come without the proxy before an older one comes through it: the daemon sends two a
    /// second, and the doctor itself may be held up.
    private static let mostNewer = 2

    /// The uptime in an event of a stream, in seconds; `nil` where that tells none.
    package static func uptime(in event: some StringProtocol) -> Double? {
        guard let data = event.split(separator: "\ndata: ").last, event.hasPrefix("event: state\n")
        else { return nil }
        do throws(JSONError) {
            return try JSONValue(parsing: Array(data.utf8)).object?["uptime_s"]?.number
        } catch {
            return nil
        }
    }

    /// Judges the answer to a wish that Hearth refuses for its kind, sent with the site's `Origin`: Hearth
    /// looks at `Origin` and `Host` before anything else.
    package func name(_ outcome: Outcome) -> Finding {
        switch outcome {
        case .success(let reply) where reply.status == 415 || reply.status == 401:
            return .ok("name", "\"Host: \(site.authority)\" arrives, so the page may send wishes")
        case .success(let reply):
            let problem = Self.problem(in: reply)
            guard problem?.code == "foreign_origin" || problem?.code == "foreign_host" else {
                return unexpected("name", "a wish", reply)
            }
            return .failed(
                "name",
                "a wish of the page is refused: \(problem?.message ?? "")",
                advice: Self.passOnHost
            )
        case .failure(let error): return broken("name", error)
        }
    }

    /// Judges the answer to a request for `/ws` that asks for a WebSocket; the body of a 101 is what came
    /// behind it.
    package func upgrade(_ outcome: Outcome) -> Finding {
        switch outcome {
        case .success(let reply) where reply.status == 101 && !reply.body.isEmpty:
            .ok("upgrade", "/ws opens, and Hearth's first message comes")
        case .success(let reply) where reply.status == 101:
            .failed(
                "upgrade",
                "/ws opens, and nothing comes through it",
                advice: "let the proxy pass on what comes after 101 at once (nginx does; Caddy: "
                    + "flush_interval -1)"
            )
        case .success(let reply) where reply.status == 401:
            .ok("upgrade", "\"Upgrade: websocket\" arrives; Hearth asks for a password at /ws")
        // Where there is a password, /ws without Upgrade leads to the page.
        case .success(let reply) where reply.status == 426 || reply.status == 302:
            .failed(
                "upgrade",
                "\"Upgrade: websocket\" does not arrive, so no program for the stock device connects "
                    + "(status \(reply.status))",
                advice: "pass it on (nginx: proxy_http_version 1.1; proxy_set_header Upgrade "
                    + "$http_upgrade; proxy_set_header Connection \"upgrade\"; Caddy does)"
            )
        case .success(let reply): unexpected("upgrade", "/ws", reply)
        case .failure(let error): broken("upgrade", error)
        }
    }

    /// Judges how the stream comes.
    package func stream(_ outcome: StreamOutcome) -> Finding {
        switch outcome {
        case .came(let first?, let beside):
            let newer = beside.filter { $0 > first }.count
            guard newer > Self.mostNewer else {
                return .ok("stream", "events come as they are sent")
            }
            return held("the stream's first event came when \(newer) more had been sent")
        case .came(nil, _):
            return held("the stream begins, and no event comes")
        case .refused(let reply) where reply.status == 401:
            return .warning(
                "stream",
                "not tried: Hearth asks for a password",
                advice: "put a token into HEARTH_TOKEN (\"hearth access token add NAME\" makes one)"
            )
        case .refused(let reply): return unexpected("stream", "the stream", reply)
        case .failed(let error) where error.kind == .timedOut:
            return held("the stream does not begin")
        case .failed(let error): return broken("stream", error)
        }
    }

    private func held(_ what: String) -> Finding {
        .failed(
            "stream",
            "\(what): the proxy holds it back, and the page goes offline again and again",
            advice:
                "pass it on as it comes (nginx: take proxy_ignore_headers X-Accel-Buffering away, or "
                + "proxy_buffering off; Caddy: flush_interval -1)"
        )
    }

    private static let allowBody =
        "allow it (nginx: client_max_body_size 5m; Caddy: request_body { max_size 5MB })"

    /// Judges the answer to a request with a body as long as the longest update, by a method that Hearth
    /// refuses.
    package func upload(_ outcome: Outcome) -> Finding {
        switch outcome {
        case .success(let reply)
        where reply.status == 401 || Self.problem(in: reply)?.code == "wrong_method":
            .ok("upload", "a body of 4.5 MiB arrives, the longest update")
        case .success(let reply) where reply.status == 413:
            .failed(
                "upload",
                "the proxy refuses a body of 4.5 MiB (status 413), so the page cannot install an update",
                advice: Self.allowBody
            )
        // Caddy 2.6 answers 502 where its limit ends a body that is under way.
        case .success(let reply) where reply.status == 502:
            .failed(
                "upload",
                "a body of 4.5 MiB breaks off at the proxy (status 502), so the page cannot install "
                    + "an update",
                advice: Self.allowBody + "; without a limit, look into the proxy's log"
            )
        case .success(let reply) where reply.status == 411:
            .failed(
                "upload",
                "a body arrives in chunks, without Content-Length (status 411)",
                advice:
                    "collect it first (nginx: proxy_request_buffering on; Caddy: request_buffers 5MB)"
            )
        case .success(let reply): unexpected("upload", "a body of 4.5 MiB", reply)
        case .failure(let error): broken("upload", error)
        }
    }

    /// Judges the answer to a request for who is let in and why, without a token; `nil`: all is well.
    package func trust(_ outcome: Outcome) -> Finding? {
        guard case .success(let reply) = outcome, reply.status == 200,
            Self.object(reply)?["let_in_by"]?.string == "trusted"
        else { return nil }
        return .warning(
            "trusted",
            "Hearth asks nobody for a password who comes through the proxy, because it trusts the "
                + "proxy's address",
            advice:
                "take that address out of trusted in [access], or let the proxy ask for a password"
        )
    }

    // MARK: What was not expected

    private func unexpected(_ subject: String, _ what: String, _ reply: HTTPClient.Reply) -> Finding
    {
        let words = Self.problem(in: reply).map { ": \($0.message)" } ?? ""
        return .failed(
            subject,
            "\(what) is answered with status \(reply.status)" + words,
            advice: "look into the proxy's log and Hearth's (journalctl -u hearth)"
        )
    }

    private func broken(_ subject: String, _ error: HTTPClientError) -> Finding {
        .failed(
            subject,
            error.description.harmless,
            advice:
                "look into the proxy's log, and raise its time limits (nginx: proxy_read_timeout 10m;)"
        )
    }
}
