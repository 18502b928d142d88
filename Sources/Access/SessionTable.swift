import Chamber
package import Cryptography
package import SwitchCore

/// Who is logged in. In memory only: the clock that outlives a restart may be years wrong.
package struct SessionTable: Sendable {
    /// One login.
    package struct Session: Equatable, Sendable {
        /// Where it was begun.
        package let address: PeerAddress
        /// When the password was given.
        package let began: Instant
        /// When a request last came with it.
        package fileprivate(set) var used: Instant
    }

    /// More browsers than a household has; the least recently used one makes room.
    package static let most = 64

    private let longest: Duration
    private var sessions: [Digest: Session] = [:]

    package init(longest: Duration) {
        self.longest = longest
    }

    /// How many there are.
    package var count: Int { sessions.count }

    /// All of them, the newest first.
    package var list: [Session] {
        sessions.values.sorted { $0.began > $1.began }
    }

    /// Begins one.
    package mutating func begin(_ id: Digest, from address: PeerAddress, at now: Instant) {
        expire(at: now)
        if sessions.count >= Self.most,
            let oldest = sessions.min(by: { $0.value.used < $1.value.used })?.key
        {
            sessions[oldest] = nil
        }
        sessions[id] = Session(address: address, began: now, used: now)
    }

    /// Whether the session is valid; if so it counts as used.
    ///
    /// Looked up by its hash: how long that takes says nothing about an id.
    package mutating func use(_ id: Digest, at now: Instant) -> Bool {
        guard let session = sessions[id] else { return false }
        guard now.duration(since: session.began) < longest else {
            sessions[id] = nil
            return false
        }
        sessions[id]?.used = now
        return true
    }

    /// Ends one.
    package mutating func end(_ id: Digest) {
        sessions[id] = nil
    }

    /// Ends all.
    package mutating func endAll() {
        sessions = [:]
    }

    private mutating func expire(at now: Instant) {
        sessions = sessions.filter { now.duration(since: $0.value.began) < longest }
    }
}

/// A secret that stands for a login: a program's token or the id of a session.
///
/// It has 256 random bits, so one round of a fast hash keeps it as well as scrypt keeps a password.
package struct Token: Equatable, Sendable {
    private static let randomBytes = 32

    /// What its owner sends; shown once and stored nowhere.
    package let text: String
    /// What is kept of it.
    package let digest: Digest

    /// A new one.
    package static func random() throws(CryptographyError) -> Token {
        try Token(text: RandomBytes.draw(randomBytes).hexadecimal)
    }

    private init(text: String) throws(CryptographyError) {
        self.text = text
        digest = try Self.digest(of: text)
    }

    /// The digest of a token that somebody sent.
    package static func digest(of text: String) throws(CryptographyError) -> Digest {
        try SHA256.digest(of: Array(text.utf8))
    }
}
