import Chamber
import MachineClock
import Surroundings
import Synchronization
import System
import TLS
import Threads
import WebSocket

/// The link to a Klipper printer: a ``KlipperFollower`` on a loop of its own.
final class KlipperLink: PrinterLink {
    private let binding: DeviceProfile.KlipperBinding
    private let authorities: String?
    private let judge: AutoJudge
    private let sink: NewsSink
    /// The loop's thread, from start to stop.
    private let worker = Mutex<Worker?>(nil)
    private let orders = KlipperOrders()

    init(
        _ binding: DeviceProfile.KlipperBinding,
        _ settings: PrinterSettings,
        _ sink: NewsSink
    ) {
        self.binding = binding
        // Empty: the machine's own.
        authorities = binding.isEncrypted ? settings.moonrakerAuthorities : nil
        judge = AutoJudge(settings)
        self.sink = sink
    }

    func start() throws(SystemError) {
        if let authorities, !authorities.isEmpty {
            do throws(TLSError) {
                try PEMFile.check(authorities, holds: .certificate)
            } catch {
                let words = "the authorities that moonraker_ca in [printer] names cannot be used: "
                return fail(words + error.message + "; then restart the service")
            }
        }
        let client: WebSocketClient
        do throws(WebSocketClientError) {
            client = try WebSocketClient(authorities: authorities)
        } catch {
            return fail(error.description)
        }
        orders.open { client.wake() }
        let (binding, judge, sink, orders) = (binding, judge, sink, orders)
        // Looking up a name may hang for longer than a stop waits.
        let worker = Worker(
            named: "klipper",
            stopsWithin: PrinterLimits.longestStop,
            interrupt: { client.stop() }
        ) {
            let follower = KlipperFollower(binding, judge, at: .monotonic())
            let loop = KlipperLoop(follower, client, sink, orders)
            do throws(WebSocketClientError) {
                try client.run(for: loop)
            } catch {
                sink.publish(.bed(nil))
                sink.publish(.link(.failed, trouble: error.description))
            }
        }
        try worker.start()
        self.worker.withLock { $0 = worker }
    }

    /// The link stays as it is until the service starts again.
    private func fail(_ words: String) {
        sink.publish(.link(.failed, trouble: words))
        let event = "Klipper printer \(binding.title): \(words)".asSentence
        sink.record(DeviceEvent(.printer, isTrouble: true, event))
    }

    func stop() {
        worker.withLock { $0 }?.stop()
        // A thread that hangs cannot answer them.
        orders.close()
    }

    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        orders.post(command, answer)
    }

    func show(_ sentence: String) {
        orders.post(showing: sentence)
    }
}

/// Carries out a follower's effects on the loop's thread.
private final class KlipperLoop: WebSocketClientDelegate {
    private var follower: KlipperFollower
    private let client: WebSocketClient
    private let sink: NewsSink
    private let orders: KlipperOrders
    /// The follower's current connection.
    private var connection: ConnectionID?

    init(
        _ follower: KlipperFollower,
        _ client: WebSocketClient,
        _ sink: NewsSink,
        _ orders: KlipperOrders
    ) {
        self.orders = orders
        self.follower = follower
        self.client = client
        self.sink = sink
    }

    func started() { beat() }

    func beat() {
        if follower.deadline <= .monotonic() { step(.tick) }
    }

    func woken() {
        for event in orders.collect() { step(event) }
    }

    func opened(_ connection: ConnectionID) {
        guard connection == self.connection else { return }
        step(.opened)
    }

    func received(
        _ message: UnsafeRawBufferPointer,
        isBinary: Bool,
        on connection: ConnectionID
    ) {
        guard connection == self.connection else { return }
        step(.received(message))
    }

    func ended(_ connection: ConnectionID, because end: ConnectionEnd) {
        // Events of an abandoned connection are ignored.
        guard connection == self.connection else { return }
        self.connection = nil
        step(.ended(end))
    }

    private func step(_ event: KlipperFollower.Event) {
        for effect in follower.step(event, at: .monotonic()) {
            switch effect {
            case .connect:
                connection = client.connect(to: follower.address)
            case .send(let bytes):
                if let connection { client.send(OutgoingBytes(bytes), on: connection) }
            case .disconnect:
                if let connection { client.close(connection) }
                connection = nil
            case .news(let news):
                sink.publish(news)
            case .record(let event):
                sink.record(event)
            case .answer(let ticket, let answer):
                orders.answer(ticket, answer)
            }
        }
    }
}

extension KlipperFollower {
    /// Moonraker's address for JSON-RPC, with the API key.
    fileprivate var address: WebSocketAddress {
        var address = WebSocketAddress(
            host: binding.address,
            port: UInt16(clamping: binding.port),
            path: binding.prefix + "/websocket"
        )
        address.isEncrypted = binding.isEncrypted
        if !binding.apiKey.isEmpty {
            address.headers = [Response.Header("X-Api-Key", binding.apiKey)]
        }
        return address
    }
}
