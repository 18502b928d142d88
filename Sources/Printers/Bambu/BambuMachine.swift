import Chamber
import MQTT
import Pacing
package import Surroundings
package import SwitchCore
import TLS

/// Decides what to do about a Bambu printer; ``BambuLink`` does it.
///
/// ```
///              1…30 s           CONNACK             a message
/// waiting ────────────▶ reaching ──────▶ listening ──────────▶ reporting
///  ▲ ▲ ▲                   │ │               │ 15 s: wrong         │ 60 s: stale
///  │ │ └── no answer ──────┘ │               ▼ serial              ▼
///  │ │                       │             mute ◀──────────────────┘
///  │ └───────────────────────│── too long ───┘ (a message: reporting)
///  └── lost, from wherever   └── wrong access code ──▶ refused, until somebody binds again;
///                                                       waiting, where the code has worked before
/// ```
///
/// A broken connection does not end what auto mode knows: the last report holds for its minute.
package struct BambuMachine: Sendable {
    /// How far the link is.
    private enum State: Equatable, Sendable {
        case waiting(until: Instant)
        case reaching(until: Instant)
        /// Connected, without a message so far.
        case listening(until: Instant)
        case reporting(lastAt: Instant)
        /// Connected, but silent, which people were told; reconnects at the end.
        case mute(until: Instant)
        case refused
    }

    /// A printer on the local network that does not answer within this is not there.
    private static let longestReach = Duration.seconds(10)
    /// Printers report about once a second, and at once when asked.
    private static let silenceOfWrongSerial = Duration.seconds(15)
    /// How long a printer that has gone silent may take to speak again, once asked to.
    private static let patienceWithMute = Duration.seconds(60)
    /// How long to stay connected with a wrong serial number, or disconnected from another device:
    /// neither changes soon. And how long to wait with an access code that has worked: printers refuse
    /// it while they start.
    private static let longWait = Duration.minutes(5)

    private var state = State.refused
    var feed: BambuFeed
    private var reporter: BambuReporter
    private var fullReports = FullReportSchedule()
    /// The printer has sent a full report, which says whether it takes commands.
    var hasFullReport = false
    var commands: BambuCommands
    private var backOff = BackOff(first: .seconds(1), longest: .seconds(30))
    /// The certificate of this connection, and the one that is trusted; empty: none.
    private var certificate = ""
    private var pinned: String
    /// The printer has taken the access code before.
    private var codeHasWorked: Bool
    private let binding: DeviceProfile.BambuBinding
    let settings: PrinterSettings

    /// - Parameter firstSequence: the number of the first message.
    package init(
        _ binding: DeviceProfile.BambuBinding,
        _ settings: PrinterSettings,
        firstSequence: Int
    ) {
        self.binding = binding
        self.settings = settings
        pinned = binding.certificate
        codeHasWorked = binding.codeHasWorked
        commands = BambuCommands(firstSequence: firstSequence)
        feed = BambuFeed(AutoJudge(settings))
        reporter = BambuReporter(binding)
    }

    /// As on the label, but in upper case, as topics and certificates have it.
    private var serial: String { binding.serial.uppercased() }

    /// When the next tick is due.
    package var deadline: Instant {
        let ownTime: Instant =
            switch state {
            case .waiting(let until), .reaching(let until), .listening(let until),
                .mute(let until):
                until
            case .reporting(let lastAt): lastAt.advanced(by: BambuFeed.freshFor)
            case .refused: .distantFuture
            }
        return min(
            min(ownTime, feed.deadline),
            commands.deadline,
            isConnected ? fullReports.deadline : .distantFuture
        )
    }

    private var isConnected: Bool {
        switch state {
        case .listening, .reporting, .mute: true
        case .waiting, .reaching, .refused: false
        }
    }

    /// A message has come within the last minute.
    var isReporting: Bool { if case .reporting = state { true } else { false } }

    /// Handles an event and returns what to do.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .begin:
            return [reporter.begin()] + show(.connecting, "", at: now) + connect(at: now)
        case .connected(let certificate): return connected(certificate, at: now)
        case .message(let bytes): return receive(bytes, at: now)
        case .oversized(let bytes): return reporter.oversized(bytes, at: now)
        case .ended(let end): return leave() + ended(end, at: now)
        case .unprepared(let words):
            return show(.failed, words, at: now) + wait(Self.longWait, at: now)
        case .command(let command, let ticket): return begin(command, ticket, at: now)
        case .stop: return leave() + [.disconnect]
        case .tick: return tick(at: now)
        }
    }

    // MARK: Connecting

    private var trust: TLSTrust {
        if let path = settings.bambuAuthorities {
            return .authorities(path: path, commonName: serial)
        }
        return pinned.isEmpty ? .firstUse(commonName: serial) : .pinned(pinned)
    }

    private mutating func connect(at now: Instant) -> [Effect] {
        state = .reaching(until: now.advanced(by: Self.longestReach))
        return [.connect(trust)]
    }

    private mutating func connected(_ certificate: String, at now: Instant) -> [Effect] {
        self.certificate = certificate
        state = .listening(until: now.advanced(by: Self.silenceOfWrongSerial))
        // Without it a printer that reports only changes is silent for minutes.
        fullReports.begin()
        return [
            .subscribe(topic: "device/\(serial)/report"),
            request(BambuRequest.version(commands.number())),
        ] + [askForEverything(at: now)]
    }

    /// Asks for a full report, or, too soon after the last, to go on reporting.
    private mutating func askForEverything(at now: Instant) -> Effect {
        let isDue = fullReports.ask(at: now)
        let sequence = commands.number()
        return request(
            isDue ? BambuRequest.everything(sequence) : BambuRequest.start(sequence)
        )
    }

    func request(
        _ payload: [UInt8],
        quality: MQTTMessage.Quality = .atMostOnce
    ) -> Effect {
        .publish(MQTTMessage("device/\(serial)/request", payload, quality: quality))
    }

    // MARK: Losing the connection

    /// Ends what depends on the connection: commands that wait for an echo, and the reports, because
    /// changes after a gap would be merged into old values. Auto mode keeps the last one.
    private mutating func leave() -> [Effect] {
        feed.forget()
        return commands.drop().map { ticket in
            .answer(ticket: ticket, .refused("the connection to the printer broke"))
        }
    }

    private mutating func ended(_ end: MQTTEnd, at now: Instant) -> [Effect] {
        switch end {
        case .unreachable(let words):
            return show(.wrongAddress, BambuMessages.unreachable(binding, words), at: now)
                + wait(backOff.next(), at: now)
        case .untrusted(let refusal):
            let (state, words) = BambuMessages.untrusted(refusal, binding)
            return feed.endBed() + show(state, words, at: now) + wait(Self.longWait, at: now)
        case .refused(.badCredentials), .refused(.notAuthorized):
            guard codeHasWorked else {
                state = .refused
                return feed.endBed() + show(.wrongAccess, BambuMessages.wrongAccess, at: now)
            }
            return feed.endBed() + show(.wrongAccess, BambuMessages.noAccessNow, at: now)
                + wait(Self.longWait, at: now)
        case .refused:
            return show(.failed, BambuMessages.refused, at: now) + wait(backOff.next(), at: now)
        case .lost(let words):
            if case .reporting = state {
                return show(.connecting, "the connection broke: \(words)", at: now)
                    + wait(backOff.next(), at: now)
            }
            return show(.failed, BambuMessages.endedEarly(words), at: now)
                + wait(backOff.next(), at: now)
        case .flooded(let bytes):
            return show(.failed, BambuMessages.flooded(bytes), at: now)
                + wait(Self.longWait, at: now)
        }
    }

    private mutating func wait(_ pause: Duration, at now: Instant) -> [Effect] {
        state = .waiting(until: now.advanced(by: pause))
        return [.disconnect]
    }

    // MARK: Time

    private mutating func tick(at now: Instant) -> [Effect] {
        var effects = commands.expire(at: now).map { ticket in
            Effect.answer(ticket: ticket, .refused("the printer did not answer within 10 s"))
        }
        if now >= feed.deadline { effects += feed.endBed() }
        if isConnected, now >= fullReports.deadline { effects.append(askForEverything(at: now)) }
        switch state {
        case .waiting(let until):
            if now >= until { effects += connect(at: now) }
        case .reaching(let until):
            if now >= until { effects += ended(.unreachable("it does not answer"), at: now) }
        case .listening(let until):
            guard now >= until else { break }
            state = .mute(until: now.advanced(by: Self.longWait))
            effects += show(.wrongSerial, BambuMessages.wrongSerial(binding), at: now)
        case .reporting(let lastAt):
            guard now.duration(since: lastAt) >= BambuFeed.freshFor else { break }
            feed.forget()
            effects += feed.endBed() + show(.connecting, BambuMessages.stale, at: now)
            state = .mute(until: now.advanced(by: Self.patienceWithMute))
            fullReports.owe()
            effects.append(request(BambuRequest.start(commands.number())))
        case .mute(let until):
            guard now >= until else { break }
            effects += leave() + [.disconnect] + connect(at: now)
        case .refused:
            break
        }
        return effects
    }

    // MARK: What the printer says

    private mutating func receive(_ bytes: [UInt8], at now: Instant) -> [Effect] {
        guard isConnected else { return [] }
        switch BambuMessage(bytes) {
        case .garbage(let words):
            return reporter.garbage(words, at: now)
        case .other:
            return heard(at: now)
        case .echo(let echo):
            let answer = commands.resolve(echo).map { Effect.answer(ticket: $0.ticket, $0.answer) }
            return heard(at: now) + [answer].compactMap { $0 }
        case .status(let print, let isComplete):
            let first = heard(at: now)
            state = .reporting(lastAt: now)
            if isComplete {
                fullReports.markReceived()
                hasFullReport = true
            }
            return first + feed.merge(print, at: now) + showLock(at: now)
        }
    }

    /// A message shows that this is the printer, so its certificate is the one to trust.
    private mutating func heard(at now: Instant) -> [Effect] {
        if case .reporting = state { return [] }
        state = .reporting(lastAt: now)
        backOff.reset()
        var effects = show(.connected, lock, at: now)
        if !codeHasWorked {
            codeHasWorked = true
            effects.append(.news(.accepted(serial: binding.serial)))
        }
        if settings.bambuAuthorities == nil, pinned.isEmpty, !certificate.isEmpty {
            pinned = certificate
            effects.append(.news(.trusted(serial: binding.serial, certificate: certificate)))
            effects.append(reporter.pinned(certificate))
        }
        return effects
    }

    mutating func show(
        _ state: PrinterLinkState,
        _ trouble: String,
        at now: Instant
    ) -> [Effect] {
        reporter.show(state, trouble, at: now)
    }
}
