import Access
import Chamber
import Pacing
import Surroundings
import SwitchCore

/// Counts tries that were wrong, and has an event of them kept now and then.
struct AccessFailures {
    /// What was wrong.
    enum Kind: String {
        case password
        case token
    }

    private let source: (any AccessSource)?
    /// A client that tries all day fills 144 of the 10,000 events that are kept.
    private var limiter = Limiter(every: .minutes(10))

    init(_ source: (any AccessSource)?) {
        self.source = source
    }

    /// One more. The first is told at once; those after it together.
    mutating func count(_ kind: Kind, from address: PeerAddress?, at now: Instant) {
        guard let held = limiter.pass(at: now) else { return }
        let count = held + 1
        let place = address.map { " from \($0)" } ?? ""
        let text =
            count == 1
            ? "A wrong \(kind.rawValue)\(place)."
            : "\(count) wrong passwords or tokens, the last\(place): a program with an old one, or "
                + "somebody who guesses."
        source?.note(DeviceEvent(.access, isTrouble: true, text))
    }
}
