import Access
import Cryptography
import Dialects
import JSON
import Surroundings
import SwitchCore
import WebSocket

/// Decides which clients are let in, and keeps their sessions.
///
/// Used on the server's thread only.
final class AccessGate {
    private let policy: AccessPolicy
    private let source: (any AccessSource)?
    private var rules: AccessRules
    private var sessions: SessionTable
    private var failures: AccessFailures
    private var logins: LoginGate
    /// Clients of `/ws`, streams and uploads, which stay open after they were let in.
    private var grants: [PeerID: (grant: Grant, address: PeerAddress?)] = [:]
    private var nextSweep = Instant.zero

    /// A removed token or a changed password ends open sessions within this time.
    private static let sweepInterval = Duration.seconds(1)

    init(_ policy: AccessPolicy, _ source: (any AccessSource)?) {
        self.policy = policy
        self.source = source
        rules = source?.rules() ?? AccessRules()
        sessions = SessionTable(longest: policy.sessionAge)
        failures = AccessFailures(source)
        logins = LoginGate(source)
    }

    /// The hash that a password has to match; `nil`: none is asked for, or the rules are unreadable.
    private var password: PasswordHash? {
        guard case .record(let record) = rules.state else { return nil }
        return record.password
    }

    // MARK: Letting in

    /// The verdict on a login, or on a request that is not let in; `nil`: the request is let in.
    func judge(_ request: RequestHead, from peer: PeerID, at now: Instant) -> Verdict? {
        adoptRules()
        if request.path == LoginGate.loginPath { return judgeLogin(request, at: now) }
        guard !Self.isForEveryone(request) else { return nil }
        let address = PeerAddress(request.address)
        if password == nil, let no = Neighbourhood.refusal(of: request, from: address, policy) {
            return .respond(no)
        }
        guard let grant = grant(to: request, address, at: now) else {
            return .respond(refusal(of: request))
        }
        if request.path == LoginGate.logoutPath { return logOut(grant, request, at: now) }
        if request.isUpgrade || request.isForStream {
            grants[peer] = (grant, address)
        }
        return nil
    }

    /// What device this is; and that `/ws` is for WebSockets, by which a proxy that loses the upgrade is found.
    private static func isForEveryone(_ request: RequestHead) -> Bool {
        request.path == APIRoutes.version.rawValue
            || request.path == "/ws" && request.method == .get && !request.isUpgrade
    }

    private func grant(
        to request: RequestHead,
        _ address: PeerAddress?,
        at now: Instant
    ) -> Grant? {
        if let address, policy.trusts(address) { return .trusted }
        if case .record(let record) = rules.state, record.password == nil { return .open }
        let credentials = Credentials(of: request)
        do throws(CryptographyError) {
            for token in credentials.tokens {
                if let grant = grant(toTokenOf: try Token.digest(of: token)) { return grant }
            }
            for session in credentials.sessions {
                let id = try Token.digest(of: session)
                if sessions.use(id, at: now) { return .session(id) }
            }
        } catch {
            return nil
        }
        if !credentials.tokens.isEmpty { failures.count(.token, from: address, at: now) }
        return nil
    }

    /// All are compared, each in constant time.
    private func grant(toTokenOf digest: Digest) -> Grant? {
        var found: Grant?
        if let commandLine = rules.commandLine,
            ConstantTime.areEqual(digest.bytes, commandLine.bytes)
        {
            found = .commandLine
        }
        guard case .record(let record) = rules.state else { return found }
        for token in record.tokens
        where ConstantTime.areEqual(digest.bytes, token.digest.bytes) {
            found = .token(token.name)
        }
        return found
    }

    private func refusal(of request: RequestHead) -> Response {
        let isRead = request.method == .get || request.method == .head
        let isForPrograms =
            request.path.hasPrefix(APIRoutes.prefix) || request.path == MetricsPage.path
            || request.isForDragonBreath
        if isRead, !request.isUpgrade, !isForPrograms {
            // Programs find the device by the title at `/`, so that is a success.
            return request.path == "/"
                ? LoginPage.login(200, saying: trouble ?? "")
                : Response(status: 302, headers: [Response.Header("Location", "/")])
        }
        let message = trouble ?? "log in at /login, or send a token (docs/access.md)"
        return request.isForDragonBreath
            ? DragonBreathRoutes.notLetIn(trouble) : APIRoutes.loginNeeded(message)
    }

    /// Why nobody can log in; `nil`: everyone who knows the password can.
    private var trouble: String? {
        guard case .unreadable(let reason) = rules.state else { return nil }
        return reason
    }

    // MARK: Logging in and out

    private func judgeLogin(_ request: RequestHead, at now: Instant) -> Verdict {
        guard request.method == .post else {
            let address = PeerAddress(request.address)
            let isIn = grant(to: request, address, at: now) != nil
            return .respond(isIn ? Self.home : LoginPage.login(200, saying: trouble ?? ""))
        }
        if let trouble { return .respond(LoginPage.login(503, saying: trouble)) }
        guard password != nil else { return .respond(Self.home) }
        return .receiveBody(limit: LoginGate.longestBody)
    }

    /// Back to the page, be it at `/` or below `/hearth/`.
    private static let home = Response(status: 303, headers: [Response.Header("Location", "./")])

    /// The body of a login; `nil`: the answer follows.
    func receivedLogin(
        _ body: [UInt8],
        of request: RequestHead,
        from peer: PeerID,
        on server: WebServer,
        at now: Instant
    ) -> Response? {
        guard let hash = password, let address = PeerAddress(request.address) else {
            return Self.home
        }
        let asker = LoginGate.Asker(peer: peer, isEncrypted: request.isBehindTLS)
        let answer = logins.receive(body, of: asker, address, on: server, at: now)
        logins.proceed(hash, on: server, at: now)
        return answer
    }

    private func logOut(_ grant: Grant, _ request: RequestHead, at now: Instant) -> Verdict {
        guard request.method == .post else { return .respond(LoginPage.logout()) }
        if case .session(let id) = grant { sessions.end(id) }
        nextSweep = now
        var response = Self.home
        response.headers.append(SessionCookie.removal(isEncrypted: request.isBehindTLS))
        response.closesConnection = true
        return .respond(response)
    }

    // MARK: Time

    /// Handles checked passwords and changed rules.
    func beat(on server: WebServer, at now: Instant) {
        woken(on: server, at: now)
        adoptRules()
        guard now >= nextSweep else { return }
        nextSweep = now.advanced(by: Self.sweepInterval)
        sweep(on: server, at: now)
    }

    /// A password may have been checked.
    func woken(on server: WebServer, at now: Instant) {
        if let verdict = logins.collectVerdict() {
            settle(verdict, on: server, at: now)
        }
        if let password { logins.proceed(password, on: server, at: now) }
    }

    private func settle(
        _ verdict: LoginGate.Verdict,
        on server: WebServer,
        at now: Instant
    ) {
        let (asker, address) = (verdict.asker, verdict.address)
        guard let isRight = verdict.isRight, verdict.hash == password else {
            let answer = LoginPage.login(503, saying: "The password was not checked. Try again.")
            server.respond(to: asker.peer, with: answer)
            return
        }
        guard isRight else {
            logins.failed(address, at: now)
            failures.count(.password, from: address, at: now)
            let answer = LoginPage.login(401, saying: "Wrong password.")
            server.respond(to: asker.peer, with: answer)
            return
        }
        logins.succeeded(address)
        do throws(CryptographyError) {
            let token = try Token.random()
            var response = Self.home
            response.headers.append(
                SessionCookie.header(token.text, isEncrypted: asker.isEncrypted)
            )
            guard server.respond(to: asker.peer, with: response) else { return }
            sessions.begin(token.digest, from: address, at: now)
            source?.record(DeviceEvent(.access, isTrouble: false, "Logged in from \(address)."))
        } catch {
            server.respond(to: asker.peer, with: LoginPage.login(503, saying: "Try again."))
        }
    }

    private func adoptRules() {
        guard let new = source?.rules(), new.number != rules.number else { return }
        let old = rules
        rules = new
        nextSweep = .zero
        guard case .record(let was) = old.state, case .record(let record) = new.state,
            was.password == record.password, was.round == record.round
        else { return sessions.endAll() }
    }

    /// Closes the connections of clients that would no longer be let in.
    private func sweep(on server: WebServer, at now: Instant) {
        for (peer, holder) in grants {
            guard server.isPresent(peer) else {
                grants[peer] = nil
                continue
            }
            if !isGood(holder.grant, holder.address, at: now) { server.close(peer, code: 1008) }
        }
    }

    private func isGood(_ grant: Grant, _ address: PeerAddress?, at now: Instant) -> Bool {
        if let address, policy.trusts(address) { return true }
        let record: AccessRecord? =
            if case .record(let record) = rules.state { record } else { nil }
        if let record, record.password == nil { return true }
        return switch grant {
        case .open, .trusted: false
        case .commandLine: true
        case .session(let id): sessions.use(id, at: now)
        case .token(let name): record?.tokens.contains { $0.name == name } ?? false
        }
    }

    /// Forgets a peer that has gone.
    func close(_ peer: PeerID) {
        grants[peer] = nil
        logins.close(peer)
    }

    // MARK: Telling

    /// What lets clients in, for a client that is let in.
    func encoded(for request: RequestHead, at now: Instant) -> [UInt8] {
        let grant = grant(to: request, PeerAddress(request.address), at: now)
        var names: [String] = []
        var isNeeded = true
        if case .record(let record) = rules.state {
            names = record.tokens.map(\.name)
            isNeeded = record.password != nil
        }
        let list = sessions.list
        return JSONWriter.object { writer in
            writer.member("password_needed", isNeeded)
            writer.member("let_in_by", grant?.word ?? "nothing")
            writer.array("trusted") { array in
                for range in policy.trusted { array.element(range.description) }
            }
            writer.array("tokens") { array in for name in names { array.element(name) } }
            writer.array("sessions") { array in
                for session in list { array.object { session.write(to: &$0, at: now) } }
            }
        }
    }
}

extension SessionTable.Session {
    fileprivate func write(to writer: inout JSONWriter, at now: Instant) {
        writer.member("address", address.description)
        writer.member("age_s", now.seconds(since: began), decimals: 0)
        writer.member("idle_s", now.seconds(since: used), decimals: 0)
    }
}
