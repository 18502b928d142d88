import Chamber
import Dialects
import WebSocket

/// `GET /metrics`: what a monitoring system scrapes.
///
/// Used on the server's thread only.
struct MetricsPage {
    static let path = "/metrics"

    private var faults = FaultTally()
    private let startedAt: Double

    /// - Parameter startedAt: seconds since 1970-01-01 00:00 UTC.
    init(startedAt: Double) {
        self.startedAt = startedAt
    }

    /// Counts faults among events.
    mutating func record(_ events: [APIEvent]) {
        for event in events { faults.record(event.event) }
    }

    /// The page.
    func response(
        _ state: APIState,
        _ counters: ServerCounters,
        pandaClients: Int,
        streams: Int
    ) -> Response {
        var counts = ServingCounts()
        counts.pandaClients = pandaClients
        counts.streams = streams
        counts.accepted = counters.accepted
        counts.turnedAway = counters.overCapacity
        counts.received = counters.receivedMessages
        counts.sent = counters.sentMessages
        counts.malformed = counters.oversizeMessages + counters.invalidTextMessages
        counts.undrained = counters.undrainedPeers
        counts.faults = faults
        let metrics = HeaterMetrics(state: state, counts: counts, startedAt: startedAt)
        return Response(
            status: 200,
            contentType: MetricsText.contentType,
            headers: APIRoutes.headers,
            body: OutgoingBytes(metrics.encoded())
        )
    }
}
