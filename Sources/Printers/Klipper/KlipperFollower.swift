import Chamber
import Pacing
package import Surroundings
package import SwitchCore
package import WebSocket

/// Follows one Klipper printer through Moonraker: decides what to send, what to publish, and when
/// to try again.
///
/// A value without clock and network. A half-open connection would show the last state forever, so
/// a question goes out every few seconds, and a connection without an answer is replaced:
///
/// ```
/// resting ─▶ opening ─▶ greeting ──ready──▶ subscribing ─▶ following
///    ▲          │           │  └─not ready─▶ waiting ──ready─▶ │ │
///    │          │           │                 │  ▲─────────────┘ │
///    └──────────┴───────────┴── lost, refused, silent, nonsense ─┘
/// ```
package struct KlipperFollower {
    /// What happened.
    package enum Event {
        /// ``deadline`` has come.
        case tick
        /// The connection that was asked for is open.
        case opened
        /// A message has come; its bytes are valid during the step alone.
        case received(UnsafeRawBufferPointer)
        /// The connection is over, or was not made.
        case ended(ConnectionEnd)
        /// The owner's command; an effect answers it by its ticket, once.
        case command(PrinterCommand, ticket: Int)
        /// A sentence for the printer's console and display.
        case show(String)
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        case connect
        case send([UInt8])
        /// End the connection; its further messages are ignored.
        case disconnect
        /// The printer's news, for all its followers.
        case news(PrinterNews)
        /// Keep it among the events.
        case record(DeviceEvent)
        case answer(ticket: Int, PrinterAnswer)
    }

    /// The states of the diagram above.
    package enum State: Equatable, Sendable {
        /// No connection; the next one is due.
        case resting(until: Instant)
        case opening
        /// Moonraker has been asked how Klipper is.
        case greeting(since: Instant)
        /// Klipper is not ready, and is asked about now and then.
        case waiting
        /// The printer has been asked for its parts, then for their values.
        case subscribing(since: Instant)
        case following
    }

    /// Changed only by this type's own methods.
    package internal(set) var state: State
    let binding: DeviceProfile.KlipperBinding
    /// What the printer has said on this connection.
    var status = KlipperStatus()
    var chamberName: String?
    /// What the printing file says, where mode auto goes by it; `nil`: no print runs.
    var file: KlipperFile?
    var judge: AutoJudge
    /// What the printer lacks.
    var lack = ""
    /// The questions that are not answered yet.
    private var questions: [Int: MoonrakerRequest] = [:]
    private var lastID = 0
    var commands = KlipperCommands()
    /// When the last question went out, and when the last answer or report came.
    private var askedAt = Instant.zero
    var heardAt = Instant.zero
    /// When Moonraker said anything, also while Klipper is stuck.
    private var moonrakerAt = Instant.zero
    /// Invalid messages on this connection.
    var nonsense = 0
    var backOff = BackOff(first: .seconds(1), longest: KlipperTimes.longestRest)
    var news = KlipperNews()

    /// Begins; the first tick asks for a connection.
    package init(
        _ binding: DeviceProfile.KlipperBinding,
        _ judge: AutoJudge,
        at now: Instant
    ) {
        self.binding = binding
        self.judge = judge
        state = .resting(until: now)
    }

    // MARK: Events

    /// Decides what an event leads to.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .tick: news.expire(at: now) + expireCommands(at: now) + tick(at: now)
        case .opened: opened(at: now)
        case .received(let bytes): received(bytes, at: now)
        case .ended(let end): dropCommands() + ended(end, at: now)
        case .command(let command, let ticket): begin(command, ticket, at: now)
        case .show(let sentence): show(sentence, at: now)
        }
    }

    /// When the next tick is due; earlier ones do nothing.
    package var deadline: Instant { min(min(news.deadline, commands.deadline), ownDeadline) }

    private var ownDeadline: Instant {
        switch state {
        case .resting(let until): until
        case .opening: .distantFuture
        case .greeting(let since), .subscribing(let since):
            since.advanced(by: KlipperTimes.answer)
        case .waiting, .following:
            min(
                askedAt.advanced(by: KlipperTimes.betweenQuestions),
                heardAt.advanced(by: KlipperTimes.silence)
            )
        }
    }

    private mutating func tick(at now: Instant) -> [Effect] {
        switch state {
        case .resting(let until):
            guard now >= until else { return [] }
            state = .opening
            return [.connect]
        case .opening:
            return []
        case .greeting(let since):
            guard now.duration(since: since) >= KlipperTimes.answer else { return [] }
            return giveUp(.notMoonraker(binding, "no answer"), at: now)
        case .subscribing(let since):
            // Moonraker has answered before, and hands these questions on to Klipper.
            guard now.duration(since: since) >= KlipperTimes.answer else { return [] }
            return giveUp(.hanging, at: now)
        case .waiting:
            if isSilent(at: now) { return giveUp(.lost(.silent, binding), at: now) }
            return isDue(at: now) ? ask(.serverInfo, at: now) : []
        case .following:
            if isSilent(at: now) {
                let isAlive = now.duration(since: moonrakerAt) < KlipperTimes.silence
                return giveUp(isAlive ? .hanging : .lost(.silent, binding), at: now)
            }
            return isDue(at: now) ? ask(.query(chamber: chamberName), at: now) : []
        }
    }

    private mutating func opened(at now: Instant) -> [Effect] {
        state = .greeting(since: now)
        status = KlipperStatus()
        file = nil
        questions = [:]
        nonsense = 0
        heardAt = now
        return ask(.serverInfo, at: now)
    }

    private mutating func ended(_ end: ConnectionEnd, at now: Instant) -> [Effect] {
        switch state {
        case .resting:
            // Ended by this side, and handled.
            return []
        case .opening:
            return rest(because: KlipperTrouble(end, binding), at: now)
        case .greeting, .subscribing:
            return rest(because: KlipperTrouble(end, binding), at: now)
        case .waiting, .following:
            return rest(because: .lost(end, binding), at: now)
        }
    }

    private mutating func received(
        _ bytes: UnsafeRawBufferPointer,
        at now: Instant
    ) -> [Effect] {
        let message: JSONRPC.Message
        do throws(JSONRPC.Malformed) {
            message = try JSONRPC.message(parsing: bytes)
        } catch {
            return receivedInvalid(at: now)
        }
        moonrakerAt = now
        switch message {
        case .result(let id, let value):
            if let effects = commandAnswered(id, failure: nil) { return effects }
            guard let question = questions.removeValue(forKey: id) else { return [] }
            heardAt = now
            return answered(question, value, at: now)
        case .failure(let id, let code, let message):
            if let effects = commandAnswered(id, failure: message) { return effects }
            let question = id.flatMap { questions.removeValue(forKey: $0) }
            return failed(question, code, message, at: now)
        case .notification(let method, let parameters):
            return notified(method, parameters, at: now)
        }
    }

    // MARK: Connection

    mutating func ask(_ question: MoonrakerRequest, at now: Instant) -> [Effect] {
        let id = nextID()
        // Questions that were never answered must not pile up.
        if questions.count >= KlipperTimes.mostQuestions { questions = [:] }
        questions[id] = question
        askedAt = now
        return [.send(question.encoded(id: id))]
    }

    /// The number of the next request.
    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    private func isDue(at now: Instant) -> Bool {
        now.duration(since: askedAt) >= KlipperTimes.betweenQuestions
    }

    private func isSilent(at now: Instant) -> Bool {
        now.duration(since: heardAt) >= KlipperTimes.silence
    }

    mutating func report(_ trouble: KlipperTrouble, at now: Instant) -> [Effect] {
        news.report(trouble, about: binding, at: now)
    }

    mutating func giveUp(_ trouble: KlipperTrouble, at now: Instant) -> [Effect] {
        dropCommands() + [.disconnect] + rest(because: trouble, at: now)
    }

    /// Waits before the next connection, longer each time.
    private mutating func rest(because trouble: KlipperTrouble, at now: Instant) -> [Effect] {
        let pause = backOff.next()
        // A refusal lasts longer than seconds, and the printer logs each one.
        let rest = trouble.state == .wrongAccess ? KlipperTimes.longestRest : pause
        state = .resting(until: now.advanced(by: rest))
        let refusal = trouble.state == .wrongAccess ? news.reportBed(nil, at: now) : []
        return refusal + report(trouble, at: now)
    }
}

/// A follower's time limits.
package enum KlipperTimes {
    /// For the answer to the first questions.
    package static let answer = Duration.seconds(10)
    /// Between two questions to a printer that also reports its changes on its own.
    static let betweenQuestions = Duration.seconds(5)
    /// Without an answer or a report the connection counts as half-open and is replaced: nine questions,
    /// and before the 60 s after which mode auto stops heating.
    package static let silence = Duration.seconds(45)
    /// Between two attempts, after many failures.
    static let longestRest = Duration.seconds(30)
    /// Invalid messages that end a connection.
    package static let mostNonsense = 20
    /// Unanswered questions at one time.
    static let mostQuestions = 16
}
