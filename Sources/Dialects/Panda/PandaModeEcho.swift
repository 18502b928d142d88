import Chamber
import SwitchCore

/// Tells a mode that a client chose from one that its page merely sends back.
///
/// The stock page, told a `work_mode`, clicks that mode's button, which sends it (trap 1). Taken for
/// a wish, such an echo would undo what another client has just chosen; two pages with a slow link
/// would toggle the mode for ever.
struct PandaModeEcho: Equatable, Sendable {
    /// A mode on its way to the client and back.
    private struct Awaited: Equatable {
        let mode: Int
        let until: Instant
    }

    /// What the client was told last, as long as it has not chosen another mode itself.
    private var told: Int?
    private var awaited: [Awaited] = []
    /// The client has sent back what it was told, as a page does.
    private var isPage = false

    /// A page that has not sent it back within this time will not: far longer than a phone's Wi-Fi
    /// sleeps, far shorter than two clicks of two people are apart.
    private static let patience = Duration.seconds(2)

    init() {}

    /// The client is being told `mode`.
    mutating func tell(_ mode: Int, at now: Instant) {
        told = mode
        awaited.removeAll { $0.until <= now }
        // Beyond four within two seconds the oldest is given up.
        if awaited.count >= 4 { awaited.removeFirst() }
        awaited.append(Awaited(mode: mode, until: now.advanced(by: Self.patience)))
    }

    /// Whether a `work_mode` that has come in says no more than what the client was told.
    mutating func isEcho(_ mode: Int, at now: Instant) -> Bool {
        awaited.removeAll { $0.until <= now }
        let place = awaited.firstIndex { $0.mode == mode }
        guard mode == told || (isPage && place != nil) else {
            told = nil
            // A page sends back what was on its way when its user clicked; others send back nothing.
            if !isPage { awaited.removeAll() }
            return false
        }
        if let place {
            isPage = true
            awaited.removeFirst(place + 1)
        }
        return true
    }

    /// The client has changed the mode itself, by another wish.
    mutating func forget() {
        told = nil
    }
}
