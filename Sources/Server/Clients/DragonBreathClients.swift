import Chamber
import Cryptography
import Dialects
import Surroundings
import SwitchCore
import WebSocket

/// The clients of DragonBreath's interface: their session, and the streams of its events.
///
/// Used on the server's thread only.
struct DragonBreathClients {
    /// When the program started, in milliseconds since 1970-01-01 00:00 UTC.
    let startedAt: Int64
    private var session: DragonBreathSession
    private var streams: Set<PeerID> = []
    /// Streams whose head is on its way.
    private var expected: Set<PeerID> = []
    /// The connections of requests that wait for an answer, by their numbers.
    private var asking: [UInt64: PeerID] = [:]
    /// The wishes that are undecided.
    private var tickets: Set<UInt64> = []
    private var sentRevision: UInt32 = 0
    private var nextTelemetry = Instant.zero

    /// How often measurements are sent while nothing changes (the firmware's).
    private static let interval = Duration.seconds(2)

    init(_ configuration: ServerConfiguration) {
        startedAt = Int64(configuration.startedAt * 1000)
        let bootID = (0..<16).map { _ in UInt8.random(in: .min ... .max) }.hexadecimal
        session = DragonBreathSession(
            .init(
                version: configuration.version,
                bootID: bootID,
                heatTerm: configuration.dragonBreathTerm
            )
        )
    }

    // MARK: Requests

    /// The answer to a request that changes nothing.
    mutating func page(at route: DragonBreathRoutes, _ context: ServingContext) -> [UInt8] {
        show(context)
        return switch route {
        case .info: session.state.encodedInfo()
        case .health: session.state.encodedHealth(streams: streams.count)
        case .settings: session.state.encodedSettings()
        case .calibration: DragonBreathCalibration.encoded(context.backend.snapshot())
        default: session.state.encoded()
        }
    }

    /// The body of a command, a heartbeat or a calibration; the answer follows.
    mutating func receive(
        _ body: [UInt8],
        of request: RequestHead,
        _ peer: PeerID,
        _ context: ServingContext
    ) -> Response? {
        let leaseID: String
        do throws(CryptographyError) {
            leaseID = try RandomBytes.draw(16).hexadecimal
        } catch {
            return DragonBreathRoutes.response(.noRandomness)
        }
        show(context)
        asking[peer.number] = peer
        let client = DragonBreathSession.Client(connection: peer.number, address: request.address)
        let ticket = context.tickets.next()
        switch DragonBreathRoutes(rawValue: request.path) {
        case .heartbeat: step(.heartbeat(body, from: client, ticket: ticket), context)
        case .calibration: step(.calibration(body, from: client, ticket: ticket), context)
        default:
            step(.command(body, from: client, ticket: ticket, leaseID: leaseID), context)
        }
        return nil
    }

    /// The outcome of a wish; false: it is another's.
    mutating func resolve(_ outcome: WishOutcome, _ context: ServingContext) -> Bool {
        guard tickets.remove(outcome.ticket) != nil else { return false }
        show(context)
        step(.decided(outcome.ticket, outcome.answer), context)
        return true
    }

    private mutating func show(_ context: ServingContext) {
        step(.shown(context.backend.snapshot(), context.backend.device()), context)
    }

    private mutating func step(_ event: DragonBreathSession.Event, _ context: ServingContext) {
        for effect in session.step(event, at: context.now) {
            switch effect {
            case .post(let envelopes): post(envelopes, context)
            case .answer(let status, let body, let connection):
                guard let peer = asking.removeValue(forKey: connection) else { continue }
                context.server.respond(to: peer, with: APIRoutes.response(status, body))
            }
        }
    }

    private mutating func post(_ envelopes: [WishEnvelope], _ context: ServingContext) {
        let ticket = envelopes.last?.ticket ?? 0
        if ticket != 0 { tickets.insert(ticket) }
        for envelope in envelopes where !context.backend.post(envelope) {
            tickets.remove(ticket)
            step(.decided(ticket, nil), context)
            return
        }
    }

    // MARK: Streams

    /// A stream's head is on its way to this peer.
    mutating func expect(_ peer: PeerID) {
        expected.insert(peer)
    }

    /// The peer is open; false: it is no stream of this interface.
    mutating func open(_ peer: PeerID, _ context: ServingContext) -> Bool {
        guard expected.remove(peer) != nil else { return false }
        show(context)
        streams.insert(peer)
        let event = session.state.encodedEvent(isTransition: true)
        context.server.send(OutgoingBytes(event), to: peer)
        return true
    }

    /// Forgets the peer, if it was one.
    mutating func close(_ peer: PeerID, _ context: ServingContext) {
        expected.remove(peer)
        streams.remove(peer)
        if asking.removeValue(forKey: peer.number) != nil {
            step(.left(connection: peer.number), context)
        }
    }

    /// Sends the state when it is due or has changed.
    mutating func beat(_ context: ServingContext) {
        show(context)
        let isTransition = session.revision != sentRevision
        guard isTransition || context.now >= nextTelemetry else { return }
        sentRevision = session.revision
        nextTelemetry = context.now.advanced(by: Self.interval)
        guard !streams.isEmpty else { return }
        let event = OutgoingBytes(session.state.encodedEvent(isTransition: isTransition))
        for peer in streams { context.server.send(event, to: peer) }
    }
}
