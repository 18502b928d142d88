package import Access
import Chamber
package import Cryptography
package import Surroundings

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
