import Chamber
import Dialects
import Pacing
import SwitchCore
import WebSocket

/// Counts what of the clients' messages was not understood, and lets a line of it into the log now
/// and then.
struct IgnoredMessages {
    private var total: UInt64 = 0
    /// A client that sends nothing but noise gets one line a minute.
    private var limiter = Limiter(every: .minutes(1))

    /// Counts; gives a line where it is time for one.
    mutating func note(_ ignored: PandaIgnored, from peer: PeerID, at now: Instant) -> String? {
        guard ignored.count > 0 else { return nil }
        total &+= UInt64(ignored.count)
        guard limiter.allows(at: now) else { return nil }
        return "left out of a message of /ws client \(peer): "
            + ignored.notes.joined(separator: "; ")
            + " (\(total) such parts since the start; the next line is a minute away at least)"
    }
}
