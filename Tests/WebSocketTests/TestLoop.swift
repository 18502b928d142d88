import Glibc
import Synchronization
import WebSocket

/// A loop of outgoing connections in a thread of its own; records what happens.
final class TestLoop {
    let client: WebSocketClient
    private let user: User
    private var thread: pthread_t = 0
    private var isStopped = false

    init(_ limits: ClientLimits = ClientLimits()) throws {
        client = try WebSocketClient(limits: limits)
        user = User(client)
        let work = Unmanaged.passRetained(user).toOpaque()
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<User>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            work
        )
    }

    deinit {
        stop()
    }

    /// What the loop is asked for, from any thread.
    enum Wish {
        case connect(WebSocketAddress)
        case send(String, ConnectionID)
        case close(ConnectionID, code: UInt16)
    }

    func ask(_ wish: Wish) {
        user.wishes.withLock { $0.append(wish) }
        client.wake()
    }

    /// Asks for a connection to a path of a server on loopback.
    func connect(_ port: UInt16, _ path: String, key: String? = nil) {
        var address = WebSocketAddress(host: "127.0.0.1", port: port, path: path)
        if let key { address.headers = [Response.Header("Authorization", key)] }
        ask(.connect(address))
    }

    var happened: [String] { user.notes.withLock { $0 } }

    /// Waits until something has happened; false if it has not within 20 s.
    func wait(for text: String) -> Bool {
        for _ in 0..<4_000 {
            if happened.contains(text) { return true }
            usleep(5_000)
        }
        return false
    }

    /// Stops from this thread, which is not the loop's, and waits until it has stopped.
    func stop() {
        guard !isStopped else { return }
        isStopped = true
        client.stop()
        pthread_join(thread, nil)
    }

    /// Who uses the connections.
    private final class User: WebSocketClientDelegate, @unchecked Sendable {
        // Safe to share: `notes` and `wishes` have locks, all else is the loop's thread's.
        private unowned let client: WebSocketClient
        let notes = Mutex<[String]>([])
        let wishes = Mutex<[Wish]>([])

        init(_ client: WebSocketClient) {
            self.client = client
        }

        func run() {
            do {
                try client.run(for: self)
            } catch {
                note("failed: \(error)")
            }
        }

        private func note(_ text: String) {
            notes.withLock { $0.append(text) }
        }

        func started() { note("started") }

        func opened(_ connection: ConnectionID) { note("opened \(connection.number)") }

        func received(
            _ message: UnsafeRawBufferPointer,
            isBinary: Bool,
            on connection: ConnectionID
        ) {
            let text = String(decoding: message, as: UTF8.self)
            note("\(connection.number) got \(message.count) \(text.prefix(20))")
        }

        func ended(_ connection: ConnectionID, because end: ConnectionEnd) {
            note("\(connection.number) ended: \(end)")
        }

        func beat() {}

        func woken() {
            let wishes = wishes.withLock { wishes in
                defer { wishes = [] }
                return wishes
            }
            for wish in wishes {
                switch wish {
                case .connect(let address):
                    note("asked for \(client.connect(to: address).number)")
                case .send(let text, let connection):
                    if !client.send(OutgoingBytes(text), on: connection) { note("not sent") }
                case .close(let connection, let code):
                    client.close(connection, code: code)
                }
            }
        }
    }
}

/// A listener that accepts connections and never sends anything.
final class MuteListener: Sendable {
    private let descriptor: Int32
    let port: UInt16

    init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = bind(descriptor, pointer, length)
                _ = listen(descriptor, 8)
                _ = getsockname(descriptor, pointer, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        close(descriptor)
    }
}
