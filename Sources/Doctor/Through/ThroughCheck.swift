import Client
import CommandLine
import WebSocket

/// Asks a daemon of this machine through a proxy, and hands what came to a ``ThroughJudge``.
///
/// It changes nothing: Hearth refuses all but questions for their kind.
struct ThroughCheck {
    private let site: SiteAddress
    private let own: DaemonAddress
    private let direct: HTTPClient
    private let through: HTTPClient

    /// Bytes of the longest update (`docs/access.md`, Bounds).
    private static let longestUpdate = 0x480000
    /// For one answer, a stream's first event, and the rest of a body.
    private static let patience = Duration.seconds(5)
    private static let uploadPatience = Duration.seconds(60)
    /// For what an open stream has already got.
    private static let moment = Duration.milliseconds(20)

    /// - Parameter own: where the daemon listens, without the proxy.
    init(_ site: SiteAddress, own: DaemonAddress) {
        self.site = site
        self.own = own
        direct = HTTPClient(host: own.host, port: own.port)
        through = site.client
    }

    func findings() -> [Finding] {
        let judge = ThroughJudge(site, own: own, run: run, isNameKnown: isNameKnown)
        let reached = judge.reach(ask(.get, ThroughJudge.versionPath))
        guard reached.grade != .failed else { return [reached] }
        let wish = ask(
            .post,
            "api/v1/wish",
            [Response.Header("Content-Type", "text/plain"), Response.Header("Origin", site.origin)]
        )
        // Nobody else gets a token.
        let token =
            reached.grade == .ok ? ClientToken.headers(for: site.host, site.port) : []
        let findings = [
            reached, judge.name(wish), judge.upgrade(openWebSocket(token)),
            judge.stream(openStream(token)),
            judge.upload(
                ask(.put, "ota", token, body: [UInt8](repeating: 0, count: Self.longestUpdate))
            ),
        ]
        return findings + [judge.trust(ask(.get, "api/v1/access"))].compactMap { $0 }
    }

    /// The word of the daemon's run, from itself.
    private var run: String? {
        guard case .success(let reply) = ask(direct, .get, "/" + ThroughJudge.versionPath) else {
            return nil
        }
        return ThroughJudge.run(in: reply)
    }

    /// Whether the daemon itself answers to the site's name.
    private var isNameKnown: Bool {
        let host = Response.Header("Host", site.authority)
        let outcome = ask(direct, .get, "/" + ThroughJudge.versionPath, [host])
        guard case .success(let reply) = outcome else { return false }
        return reply.status == 200
    }

    private func ask(
        _ method: RequestHead.Method,
        _ path: String,
        _ headers: [Response.Header] = [],
        body: [UInt8] = []
    ) -> ThroughJudge.Outcome {
        ask(through, method, site.path + path, headers, body: body)
    }

    private func ask(
        _ client: HTTPClient,
        _ method: RequestHead.Method,
        _ path: String,
        _ headers: [Response.Header] = [],
        body: [UInt8] = []
    ) -> ThroughJudge.Outcome {
        let timeout = body.isEmpty ? Self.patience : Self.uploadPatience
        do throws(HTTPClientError) {
            return .success(
                try client.request(method, path, headers: headers, body: body, timeout: timeout)
            )
        } catch {
            return .failure(error)
        }
    }

    /// Asks for a WebSocket as programs do that are no browsers; the body of a 101 is what came first.
    private func openWebSocket(_ token: [Response.Header]) -> ThroughJudge.Outcome {
        let headers = [
            Response.Header("Connection", "Upgrade"), Response.Header("Upgrade", "websocket"),
            Response.Header("Sec-WebSocket-Version", "13"),
            // The example of RFC 6455, section 1.3: nothing here rests on its being secret.
            Response.Header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ]
        do throws(HTTPClientError) {
            let exchange = try through.open(
                .get,
                site.path + "ws",
                headers: headers + token,
                timeout: Self.patience
            )
            guard exchange.status == 101 else { return .success(HTTPClient.Reply(exchange.status)) }
            return .success(HTTPClient.Reply(101, body: firstPart(of: exchange)))
        } catch {
            return .failure(error)
        }
    }

    /// What comes first; empty where nothing does.
    private func firstPart(of exchange: HTTPExchange) -> [UInt8] {
        do throws(HTTPClientError) {
            return try exchange.next(within: Self.patience) ?? []
        } catch {
            return []
        }
    }

    // MARK: The stream

    /// Opens a stream at the daemon itself and then one through the proxy, and compares them: the daemon
    /// sends every later event to both.
    private func openStream(_ token: [Response.Header]) -> ThroughJudge.StreamOutcome {
        let path = "api/v1/stream"
        do throws(HTTPClientError) {
            let beside = EventStream(openedDirectly(path))
            beside.receive(atLeast: 1, within: Self.patience)
            let exchange = try through.open(.get, site.path + path, headers: token)
            guard exchange.status == 200 else { return .refused(HTTPClient.Reply(exchange.status)) }
            let stream = EventStream(exchange)
            stream.receive(atLeast: 1, within: Self.patience)
            beside.receive(atLeast: .max, within: Self.moment)
            return .came(stream.uptimes.first, beside: beside.uptimes)
        } catch {
            return .failed(error)
        }
    }

    /// `nil`: the daemon itself opens none, and there is nothing to compare with.
    private func openedDirectly(_ path: String) -> HTTPExchange? {
        do throws(HTTPClientError) {
            let token = ClientToken.headers(for: own.host, own.port)
            let exchange = try direct.open(.get, "/" + path, headers: token)
            return exchange.status == 200 ? exchange : nil
        } catch {
            return nil
        }
    }
}

/// A stream of events, and what the daemon's uptime was in each state that came.
private final class EventStream {
    private(set) var uptimes: [Double] = []
    private let exchange: HTTPExchange?
    /// What came of an event that is not whole.
    private var rest: [UInt8] = []

    init(_ exchange: HTTPExchange?) {
        self.exchange = exchange
    }

    /// Reads until there are this many states, nothing more has come for `time`, or the stream has ended.
    func receive(atLeast count: Int, within time: Duration) {
        do throws(HTTPClientError) {
            while uptimes.count < count, let part = try exchange?.next(within: time) {
                rest += part
                splitOffWholeEvents()
            }
        } catch {
            // Nothing more came: what did is judged.
        }
    }

    private func splitOffWholeEvents() {
        let lineEnd = UInt8(ascii: "\n")
        var start = 0
        for end in rest.indices.dropLast()
        where end >= start && rest[end] == lineEnd && rest[end + 1] == lineEnd {
            let event = String(decoding: rest[start..<end], as: UTF8.self)
            if let uptime = ThroughJudge.uptime(in: event) { uptimes.append(uptime) }
            start = end + 2
        }
        rest.removeFirst(start)
    }
}
