import Chamber
import SwitchCore

/// Distinguishes a mode that a client chose from an echo of its page.
///
/// The stock page, told a `work_mode`, clicks that mode's button, which sends it (trap 1). As a
/// wish, such an echo would undo another client's choice; two pages with a slow link would toggle
/// the mode forever.
struct PandaModeEcho: Equatable, Sendable {
    /// A mode on its way to the client and back.
    private struct Awaited: Equatable {
        let mode: Int
        let until: Instant
    }

    /// The mode that the client was last sent, unless it has chosen another one since.
    private var told: Int?
    private var awaited: [Awaited] = []
    /// The client has echoed a mode, as a page does.
    private var isPage = false

    /// A page that has not echoed within this time will not: far longer than a phone's Wi-Fi
    /// sleeps, far shorter than the time between two people's clicks.
    private static let patience = Duration.seconds(2)

    init() {}

    /// Records that the client is sent `mode`.
    mutating func recordSent(_ mode: Int, at now: Instant) {
        told = mode
        awaited.removeAll { $0.until <= now }
        // Beyond four within two seconds the oldest is dropped.
        if awaited.count >= 4 { awaited.removeFirst() }
        awaited.append(Awaited(mode: mode, until: now.advanced(by: Self.patience)))
    }

    /// Whether an incoming `work_mode` only repeats what the client was sent.
    mutating func isEcho(_ mode: Int, at now: Instant) -> Bool {
        awaited.removeAll { $0.until <= now }
        let place = awaited.firstIndex { $0.mode == mode }
        guard mode == told || (isPage && place != nil) else {
            told = nil
            // A page echoes what was on its way when its user clicked; other clients echo nothing.
            if !isPage { awaited.removeAll() }
            return false
        }
        if let place {
            isPage = true
            awaited.removeFirst(place + 1)
        }
        return true
    }
}
