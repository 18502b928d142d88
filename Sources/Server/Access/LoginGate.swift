import Access
import Chamber
import Cryptography
import SwitchCore
import Synchronization
import WebSocket

/// Password attempts: who may try, who waits, and which one is being checked.
///
/// ```
/// received ─▶ waiting ─▶ checked, in another thread ─▶ verdict
///     └──────────┴─▶ sent away: too soon, or too many
/// ```
///
/// Used on the server's thread only.
struct LoginGate {
    /// Who gets the answer.
    struct Asker: Equatable, Sendable {
        let peer: PeerID
        /// The cookie depends on it.
        let isEncrypted: Bool
    }

    /// The result of an attempt.
    struct Verdict: Sendable {
        let asker: Asker
        let address: PeerAddress
        /// What the password was compared with.
        let hash: PasswordHash
        /// `nil`: it could not be checked.
        let isRight: Bool?
    }

    static let loginPath = "/login"
    static let logoutPath = "/logout"
    /// A password of 128 bytes, all of them escaped, and the name of its field.
    static let longestBody = 512

    private let source: (any AccessSource)?
    private let mailbox = VerdictMailbox()
    private var guardian = LoginGuard()
    private var queue = LoginQueue<Asker>()
    private var isLooking = false

    init(_ source: (any AccessSource)?) {
        self.source = source
    }

    /// Receives an attempt; returns the answer where there is one at once.
    mutating func receive(
        _ body: [UInt8],
        of asker: Asker,
        _ address: PeerAddress,
        on server: WebServer,
        at now: Instant
    ) -> Response? {
        if let wait = guardian.wait(of: address, at: now) { return Self.tooManyAttempts(for: wait) }
        guard let password = FormBody(body)["password"],
            PasswordHash.allowedBytes.contains(password.count)
        else {
            guardian.failed(address, at: now)
            return LoginPage.login(401, saying: "Wrong password.")
        }
        let new = LoginQueue<Asker>.Try(asker: asker, address: address, password: password)
        let guardian = guardian
        let loser = queue.add(new) { guardian.rank(of: $0) }
        guard let loser else { return nil }
        let answer = Self.tooManyAttempts(for: .seconds(2))
        if loser == asker { return answer }
        server.respond(to: loser.peer, with: answer)
        return nil
    }

    /// Starts checking the next one, if it is due.
    mutating func proceed(_ hash: PasswordHash, on server: WebServer, at now: Instant) {
        guard !isLooking, !queue.isEmpty, guardian.isOpen(at: now) else { return }
        let guardian = guardian
        guard let next = queue.removeNext(rank: { guardian.rank(of: $0) }) else { return }
        isLooking = true
        source?.check(next.password, against: hash) { [mailbox, server] isRight in
            mailbox.put(
                Verdict(
                    asker: next.asker,
                    address: next.address,
                    hash: hash,
                    isRight: isRight
                )
            )
            server.wake()
        }
    }

    /// The result of the last one, once.
    mutating func collectVerdict() -> Verdict? {
        guard let verdict = mailbox.collect() else { return nil }
        isLooking = false
        return verdict
    }

    /// The password was wrong.
    mutating func failed(_ address: PeerAddress, at now: Instant) {
        guardian.failed(address, at: now)
    }

    /// The password was right.
    mutating func succeeded(_ address: PeerAddress) {
        guardian.succeeded(address)
    }

    /// Forgets a peer that has gone.
    mutating func close(_ peer: PeerID) {
        queue.remove { $0.peer == peer }
    }

    private static func tooManyAttempts(for wait: Duration) -> Response {
        let seconds = Int((wait.inSeconds).rounded(.up))
        var response = LoginPage.login(
            429,
            saying: "Too many attempts. Wait \(seconds) s, then try again."
        )
        response.headers.append(Response.Header("Retry-After", "\(seconds)"))
        response.closesConnection = true
        return response
    }
}

/// The one verdict that may be on its way from the thread that checks passwords.
private final class VerdictMailbox: Sendable {
    private let verdict = Mutex<LoginGate.Verdict?>(nil)

    func put(_ new: LoginGate.Verdict) {
        verdict.withLock { $0 = new }
    }

    func collect() -> LoginGate.Verdict? {
        verdict.withLock { verdict in
            defer { verdict = nil }
            return verdict
        }
    }
}
