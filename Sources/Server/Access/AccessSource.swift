package import Access
import Chamber
package import Cryptography
import Pacing
package import Surroundings
import SwitchCore

/// What a client must show at present to be let in.
package struct AccessRules: Equatable, Sendable {
    /// What the state directory says.
    package enum State: Equatable, Sendable {
        case record(AccessRecord)
        /// It cannot be read: why, and what to do. Nobody gets in but those who need no password.
        case unreadable(String)
    }

    /// Rises with each change.
    package var number: UInt64 = 0
    /// The record, or why there is none.
    package var state = State.record(AccessRecord())
    /// The hash of the word that the command line on this machine reads from a file; `nil`: none.
    package var commandLine: Digest?

    package init() {}
}

/// Where the access rules come from, and who looks at passwords. Called on the server's thread; must
/// answer at once.
package protocol AccessSource: AnyObject, Sendable {
    /// The rules at present.
    func rules() -> AccessRules

    /// Finds out in another thread whether the password is right; `nil`: that could not be found out.
    /// One at a time.
    func check(
        _ password: [UInt8],
        against hash: PasswordHash,
        reply: @escaping @Sendable (Bool?) -> Void
    )

    /// Keeps what happened.
    func note(_ event: DeviceEvent)
}

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
