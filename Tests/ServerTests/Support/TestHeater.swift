import Access
import Chamber
import Dialects
import Glibc
import Server
import TestSupport
import WebSocket

/// The real server in a thread of its own, on a free port of loopback, before a scripted backend.
final class TestHeater {
    /// What the server's thread needs.
    private final class Run {
        let server: HeaterServer
        let backend: ScriptedBackend

        init(_ server: HeaterServer, _ backend: ScriptedBackend) {
            self.server = server
            self.backend = backend
        }
    }

    let backend = ScriptedBackend()
    private let server: HeaterServer
    private var thread: pthread_t = 0

    init(
        hostNames: [String] = ["heater.example", "*.wild.example"],
        allowedOrigins: [String] = []
    ) throws {
        let backend = backend
        var configuration = ServerConfiguration(
            address: ListenAddress(address: "127.0.0.1", port: 0),
            version: "0.1.0",
            log: { backend.note($0) }
        )
        configuration.site.hostNames = hostNames
        configuration.site.allowedOrigins = allowedOrigins
        server = try HeaterServer(configuration)
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let run = Unmanaged<Run>.fromOpaque(argument).takeRetainedValue()
                do { try run.server.run(for: run.backend) } catch { print(error) }
                return nil
            },
            Unmanaged.passRetained(Run(server, backend)).toOpaque()
        )
    }

    var port: UInt16 { server.port }

    deinit {
        server.stop()
        pthread_join(thread, nil)
    }

    /// A connection without anything sent.
    func connect() throws -> RawClient { try RawClient(port: port) }

    /// A client of `/ws` that has had its dump.
    func client() throws -> RawClient {
        let client = try connect()
        try client.open("/ws")
        _ = try client.frame()
        return client
    }

    /// The answer to one request; `host` and `origin` as given.
    func ask(
        _ method: String,
        _ path: String,
        host: String? = "localhost",
        headers: [String] = [],
        body: String = ""
    ) throws -> RawClient.Answer {
        let client = try connect()
        var lines = ["\(method) \(path) HTTP/1.1"] + (host.map { ["Host: \($0)"] } ?? [])
        lines += headers
        if method == "POST" { lines.append("Content-Length: \(body.utf8.count)") }
        try client.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        return try client.answer(isHead: method == "HEAD")
    }

    /// The answer to a wish.
    func wish(_ body: String, headers: [String] = []) throws -> RawClient.Answer {
        try post("/api/v1/wish", body, headers: headers)
    }

    /// The answer to JSON that is posted.
    func post(
        _ path: String,
        _ body: String,
        headers: [String] = []
    ) throws -> RawClient.Answer {
        try ask(
            "POST",
            path,
            headers: ["Content-Type: application/json"] + headers,
            body: body
        )
    }
}

extension RawClient {
    func sendText(_ text: String) throws {
        try send(Self.frame(text))
    }

    /// Reads text frames until one contains `text`; returns the frames before it, which hold only
    /// temperatures where `butTemperatures` is false.
    @discardableResult
    func frames(upTo text: String) throws -> [String] {
        var before: [String] = []
        // Two frames a second come anyway: this many without the expected one is a failure.
        for _ in 0..<40 {
            let frame = try frame()
            guard frame.opcode == .text else { continue }
            if frame.text.contains(text) { return before + [frame.text] }
            before.append(frame.text)
        }
        throw Failure(description: "no \(text) after \(before)")
    }

    /// Asks for the dump and returns the frames before it, without temperatures: everything that
    /// this client has received so far.
    func toldSoFar() throws -> [String] {
        try sendText(#"{"query":1}"#)
        return try frames(upTo: "fw_version").dropLast().filter { !$0.contains("warehouse_temper") }
    }
}
