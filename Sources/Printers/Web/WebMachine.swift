import Chamber
import Pacing
package import Surroundings
package import SwitchCore
package import WebSocket

/// Decides what to ask of a printer's host, what its answers mean and when to try again; ``WebLink``
/// carries it out.
///
/// ```
///          due                    200                     200
/// resting ─────▶ asking (status) ─────▶ asking (job) ─────────▶ resting, for 3 s
///    ▲                │ 401, a challenge: once more, with its answer
///    └────────────────┴── no answer, refused, half an answer: resting, longer each time
/// ```
///
/// A host that does not answer leaves the last report its minute; what is known to be over ends it.
package struct WebMachine: Sendable {
    /// What happened.
    package enum Event: Sendable {
        case begin
        case answered(WebQuestion, WebOutcome)
        case command(PrinterCommand, ticket: Int)
        /// A sentence for the printer's display.
        case show(String)
        /// ``deadline`` has come.
        case tick
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        /// Ask, with these headers; the outcome comes back as an event.
        case ask(WebQuestion, WebRequest, headers: [Response.Header])
        case news(PrinterNews)
        case record(DeviceEvent)
        case answer(ticket: Int, PrinterAnswer)
    }

    /// Between two rounds: a bed's target changes seldom, and a small computer answers.
    private static let betweenRounds = Duration.seconds(3)
    /// As long as mode auto goes by a report.
    private static let freshFor = Duration.seconds(60)
    /// Between two attempts, after many failures or a refusal.
    private static let longestRest = Duration.seconds(30)

    let dialect: WebDialect
    let binding: DeviceProfile.WebBinding
    private var judge: AutoJudge
    private let salt: String
    private var reporter: LinkReporter
    /// When the next round begins; `nil`: one is under way.
    private var due: Instant?
    /// What the last round has found.
    private var reading = WebReading()
    private var freshUntil: Instant?
    private var backOff = BackOff(first: .seconds(1), longest: WebMachine.longestRest)
    private var digest: HTTPDigest?
    /// The requests whose answers are awaited, so that a challenge can repeat them.
    private var asked: WebRequest?
    private var hasRepeated = false

    /// - Parameter salt: random letters and digits, for digests.
    package init(
        _ dialect: WebDialect,
        _ binding: DeviceProfile.WebBinding,
        _ settings: PrinterSettings,
        salt: String
    ) {
        self.dialect = dialect
        self.binding = binding
        self.salt = salt
        judge = AutoJudge(settings)
        let name = binding.name.isEmpty ? binding.place : binding.name
        reporter = LinkReporter("\(dialect.title) printer \(name)")
    }

    /// When the next tick is due.
    package var deadline: Instant {
        min(due ?? .distantFuture, freshUntil ?? .distantFuture)
    }

    /// Handles an event and returns what to do.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .begin:
            due = now
            return show(.connecting, "", at: now)
        case .tick: return expire(at: now) + beginRound(at: now)
        case .answered(let question, .reply(401, let challenge, _)):
            return challenged(question, challenge, at: now)
        case .answered(.command(let ticket), let outcome):
            return commandAnswered(ticket, outcome)
        case .answered(let question, let outcome): return answered(question, outcome, at: now)
        case .command(let command, let ticket): return begin(command, ticket)
        case .show(let sentence):
            guard freshUntil != nil, let request = dialect.request(showing: sentence) else {
                return []
            }
            return ask(.command(ticket: nil), request)
        }
    }

    // MARK: Rounds

    private mutating func beginRound(at now: Instant) -> [Effect] {
        guard let due, now >= due else { return [] }
        self.due = nil
        return ask(.status, dialect.statusRequest)
    }

    private mutating func answered(
        _ question: WebQuestion,
        _ outcome: WebOutcome,
        at now: Instant
    ) -> [Effect] {
        switch outcome {
        case .failed(let error):
            return rest(because: .noAnswer(error, self, wasFresh: freshUntil != nil), at: now)
        case .reply(200, _, let body):
            do throws(WebDialect.Misreading) {
                return try read(question, body, at: now)
            } catch {
                return rest(because: .misread(error, self), at: now)
            }
        case .reply(204, _, _) where question == .job:
            return finish(at: now)
        case .reply(let status, _, _):
            return rest(because: .status(status, self), at: now)
        }
    }

    private mutating func read(
        _ question: WebQuestion,
        _ body: [UInt8],
        at now: Instant
    ) throws(WebDialect.Misreading) -> [Effect] {
        if question == .status {
            let (file, job) = (reading.file, reading.job)
            reading = try dialect.reading(of: body)
            // PrusaLink numbers its jobs, and a job keeps its file.
            if dialect == .prusaLink {
                guard let new = reading.job else { return finish(at: now) }
                if new == job, !file.isEmpty {
                    reading.file = file
                    return finish(at: now)
                }
            }
            return ask(.job, dialect.jobRequest)
        }
        try dialect.add(job: body, to: &reading)
        return finish(at: now)
    }

    private mutating func finish(at now: Instant) -> [Effect] {
        backOff.reset()
        due = now.advanced(by: Self.betweenRounds)
        freshUntil = now.advanced(by: Self.freshFor)
        let judged = judge.judge(reading.print, at: now)
        var shown = reading.shown
        shown.plan = judged.plan
        let lack =
            reading.bedTarget == nil
            ? "it names no target of the bed, so mode auto never heats for it" : ""
        return show(.connected, lack, at: now)
            + [.news(.report(shown)), .news(.bed(judged.bed))]
    }

    /// Waits before the next round, longer each time.
    private mutating func rest(because trouble: WebTrouble, at now: Instant) -> [Effect] {
        let pause = backOff.next()
        due = now.advanced(by: trouble.state == .wrongAccess ? Self.longestRest : pause)
        return (trouble.isOver ? endBed() : []) + show(trouble.state, trouble.text, at: now)
    }

    private mutating func expire(at now: Instant) -> [Effect] {
        guard let freshUntil, now >= freshUntil else { return [] }
        return endBed()
    }

    private mutating func endBed() -> [Effect] {
        reading = WebReading()
        guard freshUntil != nil else { return [] }
        freshUntil = nil
        return [.news(.bed(nil))]
    }

    private mutating func show(
        _ state: PrinterLinkState,
        _ trouble: String,
        at now: Instant
    ) -> [Effect] {
        guard let change = reporter.show(state, trouble, at: now) else { return [] }
        return [.news(change.news)] + (change.event.map { [.record($0)] } ?? [])
    }

    // MARK: Access

    private mutating func ask(_ question: WebQuestion, _ request: WebRequest) -> [Effect] {
        (asked, hasRepeated) = (request, false)
        return [send(question, request)]
    }

    private mutating func send(_ question: WebQuestion, _ request: WebRequest) -> Effect {
        var headers: [Response.Header] = []
        if !request.body.isEmpty {
            headers.append(Response.Header("Content-Type", "application/json"))
        }
        if binding.user.isEmpty {
            if !binding.secret.isEmpty {
                headers.append(Response.Header("X-Api-Key", binding.secret))
            }
        } else if let authorization = authorization(of: request) {
            headers.append(Response.Header("Authorization", authorization))
        }
        let placed = WebRequest(request.method, binding.prefix + request.path, request.body)
        return .ask(question, placed, headers: headers)
    }

    private mutating func authorization(of request: WebRequest) -> String? {
        do {
            return try digest?.authorization(
                user: binding.user,
                password: binding.secret,
                method: request.method.rawValue,
                path: binding.prefix + request.path,
                salt: salt
            )
        } catch {
            // Without a proof the host refuses, which is told.
            return nil
        }
    }

    /// The host wants to know who asks: it is told once, where it asks as a password can answer.
    private mutating func challenged(
        _ question: WebQuestion,
        _ challenge: String?,
        at now: Instant
    ) -> [Effect] {
        let digest = challenge.flatMap(HTTPDigest.init(challenge:))
        guard !binding.user.isEmpty, let digest, let asked, !hasRepeated else {
            self.digest = nil
            if case .command(let ticket) = question {
                return answer(ticket, .refused(WebTrouble.refused(self).text))
            }
            return rest(because: .refused(self), at: now)
        }
        self.digest = digest
        hasRepeated = true
        return [send(question, asked)]
    }

    // MARK: Commands

    private mutating func begin(_ command: PrinterCommand, _ ticket: Int) -> [Effect] {
        guard freshUntil != nil, reporter.state == .connected else {
            return answer(ticket, .refused("the printer is not connected"))
        }
        if command == .pause, reading.state == .paused { return answer(ticket, .done) }
        switch dialect.request(for: command, reading) {
        case .success(let request): return ask(.command(ticket: ticket), request)
        case .failure(let refusal): return answer(ticket, .refused(refusal.words))
        }
    }

    private func commandAnswered(_ ticket: Int?, _ outcome: WebOutcome) -> [Effect] {
        switch outcome {
        case .reply(200...299, _, _): return answer(ticket, .done)
        case .reply(let status, _, let body):
            return answer(ticket, .refused(WebTrouble.refusal(status, body, dialect)))
        case .failed(let error): return answer(ticket, .refused(error.description))
        }
    }

    private func answer(_ ticket: Int?, _ answer: PrinterAnswer) -> [Effect] {
        ticket.map { [.answer(ticket: $0, answer)] } ?? []
    }
}
