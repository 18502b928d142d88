import Glibc
import Synchronization
import WebSocket

/// A real server in a thread of its own, on a free port of loopback.
final class TestServer {
    let site: Site
    let server: WebServer
    private var thread: pthread_t = 0
    private var isStopped = false

    init(
        address: String = "127.0.0.1",
        limits: ServerLimits = ServerLimits(),
        subprotocols: [String] = ["chat"]
    ) throws {
        server = try WebServer(
            listeningOn: ListenAddress(address: address, port: 0),
            subprotocols: subprotocols,
            limits: limits
        )
        site = Site(server)
        let work = Unmanaged.passRetained(Work(server, site)).toOpaque()
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            work
        )
    }

    var port: UInt16 { server.port }

    /// Stops from this thread, which is not the server's, and waits until it has stopped.
    func stop() {
        guard !isStopped else { return }
        isStopped = true
        server.stop()
        pthread_join(thread, nil)
    }

    deinit {
        stop()
    }

    private final class Work {
        let server: WebServer
        let site: Site

        init(_ server: WebServer, _ site: Site) {
            self.server = server
            self.site = site
        }

        func run() {
            do {
                try server.run(serving: site)
            } catch {
                site.note("failed: \(error)")
            }
        }
    }
}

/// A small site with every kind of answer; records what happens.
final class Site: ServerDelegate, @unchecked Sendable {
    // Safe to share: `notes` has a lock, all else is touched by the server's thread only.
    unowned let server: WebServer
    private let notes = Mutex<[String]>([])
    /// Lets the server go on after a message "freeze" has stopped its thread.
    let isThawed = Atomic(false)
    private var owed: [(PeerID, Response)] = []
    private var paths: [PeerID: String] = [:]
    private var uploaded: [PeerID: Int] = [:]
    private var quietBeats: UInt64 = 0

    static let big = [UInt8]((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    private let flood = OutgoingBytes([UInt8](repeating: 0x2e, count: 60_000))

    init(_ server: WebServer) {
        self.server = server
    }

    func note(_ text: String) {
        notes.withLock { $0.append(text) }
    }

    /// What has happened so far.
    var happened: [String] { notes.withLock { $0 } }

    /// Waits until something has happened; false if it has not within 20 s.
    func wait(for text: String, times: Int = 1) -> Bool {
        for _ in 0..<4_000 {
            if happened.filter({ $0 == text }).count >= times {
                return true
            }
            usleep(5_000)
        }
        return false
    }

    func judge(_ request: RequestHead, from peer: PeerID) -> Verdict {
        note("\(request.method.rawValue) \(request.path)")
        paths[peer] = request.path
        if request.isUpgrade {
            if request.path == "/ws/key" {
                let isRight = request.authorization == "Bearer key"
                return isRight ? .upgrade : .respond(.text(401, "Who are you?"))
            }
            return request.path.hasPrefix("/ws") ? .upgrade : .respond(.text(403, "No."))
        }
        switch request.path {
        case "/":
            return .respond(
                Response(status: 200, contentType: "text/html", body: OutgoingBytes("<p>Hello"))
            )
        case "/moved":
            let elsewhere = Response.Header("Location", "/ws")
            return .respond(Response(status: 302, headers: [elsewhere]))
        case "/big":
            return .respond(Response(status: 200, body: OutgoingBytes(Self.big)))
        case "/last":
            var response = Response.text(200, "Good-bye.")
            response.closesConnection = true
            return .respond(response)
        case "/injected":
            let header = Response.Header("X-Echo", "a\r\nSet-Cookie: b=c")
            return .respond(Response(status: 200, headers: [header]))
        case "/head":
            return .respond(.text(200, describe(request)))
        case "/later", "/never":
            return .respondLater
        case "/body", "/body-later":
            return .receiveBody(limit: 1_000)
        case "/upload":
            return .upload(limit: 5_000_000)
        case "/events", "/flood-events":
            return .stream(Response(status: 200, contentType: "text/event-stream"))
        default:
            let home = Response.Header("Location", "/")
            return .respond(Response(status: 302, headers: [home]))
        }
    }

    private func describe(_ request: RequestHead) -> String {
        let headers: [String?] = [
            request.argument("b"), request.address, request.host, request.origin,
            request.contentType, request.accept, request.authorization, request.cookie,
            request.otaType,
        ]
        let lines = [request.query.joined(separator: "|")] + headers.map { $0 ?? "nil" }
        return lines.joined(separator: "\n")
    }

    func receivedBody(
        _ body: [UInt8],
        of request: RequestHead,
        from peer: PeerID
    ) -> Response? {
        let answer = Response.text(200, String(decoding: body, as: UTF8.self))
        if request.path == "/body" {
            return answer
        }
        owed.append((peer, answer))
        return nil
    }

    func receivedPart(_ part: UnsafeRawBufferPointer, from peer: PeerID) -> Response? {
        uploaded[peer, default: 0] += part.count
        return part.first == UInt8(ascii: "!") ? .text(400, "Not that.") : nil
    }

    func uploadEnded(from peer: PeerID) -> Response? {
        .text(200, "\(uploaded[peer] ?? 0)")
    }

    func didOpen(_ peer: PeerID) {
        switch paths[peer] {
        case "/ws":
            server.schedule(after: .milliseconds(100), for: peer)
        case "/events":
            server.send(OutgoingBytes("data: first\n\n"), to: peer)
        default:
            break
        }
        note("opened \(paths[peer] ?? "")")
    }

    func timerFired(for peer: PeerID) {
        server.send(OutgoingBytes("dump"), to: peer)
    }

    func received(_ message: UnsafeRawBufferPointer, isBinary: Bool, from peer: PeerID) {
        let text = String(decoding: message, as: UTF8.self)
        note("\(isBinary ? "binary" : "text") \(message.count) \(text.prefix(20))")
        if text == "freeze" {
            while !isThawed.load(ordering: .acquiring) { usleep(1_000) }
        } else if text == "long" {
            server.send(OutgoingBytes([UInt8](repeating: 0x2e, count: 20_000)), to: peer)
        } else if text == "close" {
            server.send(OutgoingBytes("bye"), to: peer)
            server.close(peer, code: 4_001)
        } else {
            server.send(OutgoingBytes("echo \(message.count)"), to: peer)
        }
    }

    func didClose(_ peer: PeerID) {
        note("closed \(paths.removeValue(forKey: peer) ?? "")")
    }

    func beat() {
        if server.counters.quietBeats > quietBeats {
            quietBeats = server.counters.quietBeats
            note("quiet")
        }
        let due = owed
        owed = []
        for (peer, response) in due {
            server.respond(to: peer, with: response)
        }
        for (peer, path) in paths {
            switch path {
            case "/later":
                paths[peer] = nil
                server.respond(to: peer, with: .text(200, "Now."))
            case "/ws/flood", "/flood-events":
                server.send(flood, to: peer)
            case "/events":
                server.send(OutgoingBytes("data: beat\n\n"), to: peer)
            default:
                break
            }
        }
    }

    func woken() {
        note("woken")
    }
}
