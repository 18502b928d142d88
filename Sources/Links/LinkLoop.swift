import Chamber
import MachineClock
import Surroundings
import SwitchCore
import WebSocket

/// Runs the links on their thread: dials, hands messages to each link, and sends what is due.
final class LinkLoop: WebSocketClientDelegate {
    /// One link and the state of its connection.
    private final class Line {
        let link: any DialledLink
        var dialer: LinkDialer
        var connection: ConnectionID?

        init(_ link: any DialledLink) {
            self.link = link
            dialer = LinkDialer(link.backOff)
        }
    }

    private let client: WebSocketClient
    private let services: LinkServices
    private let lines: [Line]
    private let reporter: LinkReporter
    private var dropped: UInt64 = 0

    init(_ links: [any DialledLink], _ client: WebSocketClient, _ services: LinkServices) {
        self.client = client
        self.services = services
        lines = links.map(Line.init)
        reporter = LinkReporter(.controller, services)
    }

    func started() {
        dial(at: .monotonic())
    }

    func opened(_ connection: ConnectionID) {
        guard let line = line(of: connection) else { return }
        line.dialer.opened()
        send(line.link.opened(at: .monotonic()), on: connection)
    }

    func received(
        _ message: UnsafeRawBufferPointer,
        isBinary: Bool,
        on connection: ConnectionID
    ) {
        guard let line = line(of: connection) else { return }
        let answers = line.link.received(message, isBinary: isBinary, at: .monotonic())
        send(answers, on: connection)
    }

    func ended(_ connection: ConnectionID, because end: ConnectionEnd) {
        guard let line = line(of: connection) else { return }
        let now = Instant.monotonic()
        if line.dialer.isOpen { line.link.closed(at: now) }
        line.connection = nil
        line.dialer.ended(end.words, at: now)
    }

    func beat() {
        let now = Instant.monotonic()
        dial(at: now)
        for line in lines {
            let due = line.link.beat(isOpen: line.dialer.isOpen, at: now)
            if let connection = line.connection { send(due, on: connection) }
            report(of: line, at: now)
        }
        recordDropped(at: now)
    }

    func woken() {}

    private func dial(at now: Instant) {
        for line in lines where line.dialer.beginDueDial(at: now) {
            line.connection = client.connect(to: line.link.address)
        }
    }

    private func line(of connection: ConnectionID) -> Line? {
        lines.first { $0.connection == connection }
    }

    private func send(_ messages: [[UInt8]], on connection: ConnectionID) {
        for message in messages { client.send(OutgoingBytes(message), on: connection) }
    }

    private func report(of line: Line, at now: Instant) {
        guard let news = line.dialer.news(at: now) else { return }
        let place = "\(line.link.title) at \(line.link.address)"
        let event: DeviceEvent
        switch news {
        case .success:
            event = DeviceEvent(.network, isTrouble: false, "\(place) is connected.")
        case .failure(let lost):
            let text = "\(place) cannot be reached: \(lost.reason). Hearth keeps trying."
            event = DeviceEvent(.network, isTrouble: true, text)
        }
        services.record(event, line.link.requester)
    }

    private func recordDropped(at now: Instant) {
        guard client.droppedMessages != dropped else { return }
        dropped = client.droppedMessages
        reporter.report(
            "Ignored a message from a hub or server: it was too long, or not text.",
            at: now
        )
    }
}
