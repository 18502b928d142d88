package import Access
import Chamber
package import Cryptography
import Pacing
package import Surroundings
import SwitchCore

/// What a client must show to be let in.
package struct AccessRules: Equatable, Sendable {
    /// What the state directory says.
    package enum State: Equatable, Sendable {
        case record(AccessRecord)
        /// The file cannot be read: why, and what to do. Only clients that need no password get in.
        case unreadable(String)
    }

    /// Rises with each change.
    package var number: UInt64 = 0
    /// The record, or why there is none.
    package var state = State.record(AccessRecord())
    /// The hash of the token that the command line on this machine reads from a file; `nil`: none.
    package var commandLine: Digest?

    package init() {}
}

/// Has the access rules and checks passwords. Called on the server's thread; must answer at once.
package protocol AccessSource: AnyObject, Sendable {
    /// The current rules.
    func rules() -> AccessRules

    /// Checks a password on another thread; `nil`: it could not be checked. One at a time.
    func check(
        _ password: [UInt8],
        against hash: PasswordHash,
        reply: @escaping @Sendable (Bool?) -> Void
    )

    /// Records an event.
    func record(_ event: DeviceEvent)
}

/// Counts failed attempts, and records an event of them now and then.
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

    /// Counts one more. The first is recorded at once, later ones together.
    mutating func count(_ kind: Kind, from address: PeerAddress?, at now: Instant) {
        guard let held = limiter.pass(at: now) else { return }
        let count = held + 1
        let place = address.map { " from \($0)" } ?? ""
        let text =
            count == 1
            ? "A wrong \(kind.rawValue)\(place)."
            : "\(count) wrong passwords or tokens, the last\(place): a program with an old one, or "
                + "someone who guesses."
        source?.record(DeviceEvent(.access, isTrouble: true, text))
    }
}
