import Chamber
import Glibc
import JSON
import MachineClock
import Surroundings
import SwitchCore
import Synchronization
import Threads
import WebSocket

/// What the fleet's thread does: searches, asks the heaters that it found, and turns them off.
struct FleetWork: Work {
    /// How long after the last look the heaters are still asked.
    private static let attention = Duration.seconds(30)
    /// Between two rounds of questions, and how much longer than a round the pause is at least: asking never
    /// takes more than a third of the time.
    private static let pause = Duration.seconds(2)
    private static let pausePerRound = 2.0
    /// How often announcements are looked through, and how often every address is asked without them.
    private static let browsePause = Duration.seconds(1)
    private static let sweepPause = Duration.minutes(5)
    /// A state has some 6 KB, with many networks in reach more.
    private static let stateBytes = 64 * 1024
    /// A heater under load answers a wish within two seconds.
    private static let offPatience = Duration.seconds(4)
    private static let offRounds = 2
    /// How long this heater's own Off may take: twenty steps.
    private static let ownLooks = 100
    /// How long Avahi may take to name the heaters that it has heard of.
    private static let firstWord = Duration.milliseconds(1_500)
    private static let ownLookMicroseconds: UInt32 = 20_000

    private let host: FleetHost
    private let shared: FleetShared
    private var search: FleetSearch
    private var register = FleetRegister()
    private var watchedUntil = Instant.zero
    private var nextSearch = Instant.zero
    private var nextRound = Instant.zero
    private var isSearching = false

    init(_ range: FleetRange, _ host: FleetHost, _ shared: FleetShared) {
        self.host = host
        self.shared = shared
        search = FleetSearch(range)
    }

    func begin(at now: Instant) -> Instant? { nil }

    mutating func serve(_ messages: [FleetMessage], at now: Instant) -> Instant? {
        for message in messages {
            switch message {
            case .looked:
                watchedUntil = now.advanced(by: Self.attention)
            case .off(let isOwnPosted, let reply):
                shared.offs.wrappingSubtract(1, ordering: .acquiringAndReleasing)
                reply(turnAllOff(isOwnPosted: isOwnPosted))
            }
        }
        guard now < watchedUntil else {
            search.end()
            (nextSearch, nextRound) = (.zero, .zero)
            return nil
        }
        if now >= nextSearch { find(isStopped: isInterrupted) }
        if .monotonic() >= nextRound { askAll() }
        return min(nextSearch, nextRound, watchedUntil)
    }

    mutating func end(_ messages: [FleetMessage], at now: Instant) {
        search.end()
        for case .off(_, let reply) in messages { reply([]) }
    }

    /// The thread is to end, or somebody wants everything off.
    private var isInterrupted: () -> Bool {
        { [shared] in
            shared.isStopping.load(ordering: .acquiring)
                || shared.offs.load(ordering: .acquiring) > 0
        }
    }

    // MARK: Finding

    /// Looks for heaters, and asks what it found whether it is Hearth.
    private mutating func find(isStopped: () -> Bool) {
        search.begin()
        let announced = search.announced()
        let known = Set(register.targets)
        let candidates = announced?.filter { !known.contains($0) } ?? search.everywhere()
        let pause = announced == nil ? Self.sweepPause : Self.browsePause
        isSearching = !candidates.isEmpty || search.isBusy
        publish()
        if !candidates.isEmpty {
            register.searchBegins()
            let sweep = HTTPSweep(path: "/api/v1/version", port: 0)
            sweep.run(at: candidates, isStopped: isStopped) { target, reply in
                register.recordVersion(
                    reply.status == 200 ? reply.json : nil,
                    at: target,
                    .monotonic()
                )
            }
            nextRound = .zero
        }
        isSearching = search.isBusy
        nextSearch = Instant.monotonic().advanced(by: pause)
        publish()
    }

    // MARK: Asking

    private mutating func askAll() {
        let begin = Instant.monotonic()
        var answered: Set<HTTPSweep.Target> = []
        var sweep = HTTPSweep(path: "/api/v1/state", port: 0)
        sweep.answerBytes = Self.stateBytes
        sweep.run(at: register.targets, isStopped: isInterrupted) { target, reply in
            answered.insert(target)
            register.recordState(status: reply.status, reply.json, at: target, .monotonic())
        }
        let end = Instant.monotonic()
        // Who was not asked in a round that was cut short has not failed to answer.
        if !isInterrupted() { register.roundEnded(answered, at: end) }
        let pause = max(Self.pause, end.duration(since: begin) * Self.pausePerRound)
        nextRound = end.advanced(by: pause)
        publish()
    }

    private func publish() {
        var view = FleetView()
        view.heaters = register.heaters(at: .monotonic())
        view.isSearching = isSearching
        view.leftOut = register.leftOut
        shared.view.withLock { $0 = view }
    }

    // MARK: Off

    /// Sends off to every known heater, then looks for more, where nobody has looked before, and sends it to those.
    private mutating func turnAllOff(isOwnPosted: Bool) -> [FleetOff] {
        let isStopped = { [shared] in shared.isStopping.load(ordering: .acquiring) }
        var outcomes = sendOff(to: register.targets, isStopped: isStopped)
        let isFresh = Instant.monotonic() < watchedUntil && nextSearch > .zero
        if !isFresh {
            // Avahi tells what it knows a moment after it was asked.
            let until = Instant.monotonic().advanced(by: Self.firstWord)
            repeat {
                find(isStopped: isStopped)
                if search.isBrowsing { usleep(Self.ownLookMicroseconds) }
            } while !isStopped()
                && (search.isBusy || (search.isBrowsing && .monotonic() < until))
            let more = register.targets.filter { outcomes[$0] == nil }
            outcomes.merge(sendOff(to: more, isStopped: isStopped)) { $1 }
            nextSearch = .zero
        }
        let others = outcomes.keys.sorted { ($0.address, $0.port) < ($1.address, $1.port) }
        return [ownOutcome(isOwnPosted)]
            + others.map { target in
                FleetOff(
                    address: target.place,
                    name: register.name(of: target),
                    trouble: outcomes[target]?.trouble
                )
            }
    }

    private struct Outcome {
        let trouble: String?
    }

    private func sendOff(
        to targets: [HTTPSweep.Target],
        isStopped: () -> Bool
    ) -> [HTTPSweep.Target: Outcome] {
        var sweep = HTTPSweep(path: "/api/v1/wish", port: 0)
        sweep.posted = Array(#"{"power":false}"#.utf8)
        sweep.each = Self.offPatience
        var outcomes: [HTTPSweep.Target: Outcome] = [:]
        for _ in 0..<Self.offRounds {
            let silent = targets.filter { outcomes[$0] == nil }
            sweep.run(at: silent, isStopped: isStopped) { target, reply in
                outcomes[target] = Outcome(trouble: Self.trouble(reply))
            }
        }
        for target in targets where outcomes[target] == nil {
            outcomes[target] = Outcome(trouble: "did not answer: it may still be on")
        }
        return outcomes
    }

    /// Why a heater that answered is not known to be off.
    private static func trouble(_ reply: HTTPClient.Reply) -> String? {
        switch reply.status {
        case 200: nil
        case 401: "asks for a password: turn it off on its own page"
        default:
            reply.json?["error"]?.string.map { "refused: \($0.harmless.prefix(200))" }
                ?? "answered with status \(reply.status)"
        }
    }

    private func ownOutcome(_ isPosted: Bool) -> FleetOff {
        for _ in 0..<Self.ownLooks where host.isOn() { usleep(Self.ownLookMicroseconds) }
        let isOff = !host.isOn()
        return FleetOff(
            address: "",
            name: host.own().name,
            trouble: isOff
                ? nil : isPosted ? "has not confirmed it" : "has too many requests at once"
        )
    }
}

extension HTTPClient.Reply {
    /// The answer as an object; `nil`: it is none.
    fileprivate var json: JSONObject? {
        do throws(JSONError) {
            return try JSONValue(parsing: body).object
        } catch {
            return nil
        }
    }
}
