import Chamber
import Dialects
import SwitchCore
import WebSocket

/// The clients of `/api/v1/stream`: the state twice a second and at every change, and each event.
///
/// Used on the server's thread only.
struct StateStreams {
    private var peers: Set<PeerID> = []
    private var lastSent: APIState?
    private var nextState = Instant.zero

    /// How often measurements are sent (`docs/api.md`).
    private static let interval = Duration.milliseconds(500)

    /// The head of a stream.
    static let head = Response(
        status: 200,
        contentType: "text/event-stream",
        // nginx holds an answer back until 16 KiB are full, unless it is told not to.
        headers: APIRoutes.headers + [Response.Header("X-Accel-Buffering", "no")]
    )

    /// Opens a stream whose head is on its way.
    mutating func open(_ peer: PeerID, state: APIState, on server: WebServer) {
        peers.insert(peer)
        server.send(Self.frame("state", state.encoded()), to: peer)
    }

    /// How many are open.
    var count: Int { peers.count }

    /// Forgets the stream, if it was one.
    mutating func close(_ peer: PeerID) {
        peers.remove(peer)
    }

    /// Sends the state when it is due or has changed, and the new events.
    mutating func beat(_ events: [APIEvent], _ context: ServingContext, state: () -> APIState) {
        guard !peers.isEmpty else { return }
        for event in events { broadcast("event", event.encoded(), on: context.server) }
        let state = state()
        let hasChanged = lastSent.map { state.differsInMoreThanMeasurements(from: $0) } ?? true
        guard hasChanged || context.now >= nextState else { return }
        nextState = context.now.advanced(by: Self.interval)
        lastSent = state
        broadcast("state", state.encoded(), on: context.server)
    }

    private func broadcast(_ name: String, _ data: [UInt8], on server: WebServer) {
        let frame = Self.frame(name, data)
        for peer in peers { server.send(frame, to: peer) }
    }

    /// One server-sent event; the JSON has no line ends of its own.
    private static func frame(_ name: String, _ data: [UInt8]) -> OutgoingBytes {
        OutgoingBytes(Array("event: \(name)\ndata: ".utf8) + data + Array("\n\n".utf8))
    }
}
