import Pacing
package import SwitchCore

/// The messages that wait for one way out: a bounded queue, tried one after the other with growing pauses.
/// It does no input or output.
///
/// ```
/// idle ──posted──▶ sending ──sent──▶ idle, or sending the next
///                     │  ▲
///                  failed └─ its time
///                     ▼  │
///                   pausing
/// ```
package struct NoticeQueue: Sendable {
    /// What happened.
    package enum Event: Equatable, Sendable {
        /// A message for this way.
        case posted(Notice)
        /// The message that was handed out has arrived.
        case sent
        /// It has not: why, as words after "it" without a full stop.
        case failed(String)
        /// Time has passed.
        case tick
        /// Nothing is sent any more.
        case ended
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        /// Send this message, and report what comes of it.
        case send(Notice)
        /// Record what happened, in a sentence.
        case record(String, isTrouble: Bool)
    }

    private enum State: Sendable {
        case idle
        case sending
        case pausing(until: Instant)
    }

    /// How many messages wait at most: two days of a busy heater.
    package static let capacity = 50
    /// A message that is older is not sent any more: nobody takes a print out of yesterday's chamber.
    package static let longestAge = Duration.minutes(360)
    /// The first and the longest pause after a failure.
    private static let pauses = (first: Duration.seconds(5), longest: Duration.minutes(10))

    /// Where the messages go, for people: a host.
    private let place: String
    private var state = State.idle
    private var waiting: [Notice] = []
    private var backOff = BackOff(first: Self.pauses.first, longest: Self.pauses.longest)
    /// Why the last try failed; `nil`: it did not.
    private var failure: String?
    private var isOverfull = false

    package init(to place: String) {
        self.place = place
    }

    /// How many messages wait, the one that is being sent included.
    package var count: Int { waiting.count }

    /// When the next tick is due; `nil`: not before an event.
    package var deadline: Instant? {
        if case .pausing(let until) = state { until } else { nil }
    }

    /// What is wrong with this way, in a sentence or two; `nil`: nothing.
    package var trouble: String? {
        guard let failure else { return nil }
        let rest =
            switch waiting.count {
            case 0: "Every message so far that could not be sent stands in the events."
            case 1: "One message waits and is sent when it does."
            default: "\(waiting.count) messages wait and are sent when it does."
            }
        let words = "Messages do not reach \(place): it \(failure). \(rest)"
        return isOverfull
            ? words + " The queue is full, so the oldest are left out; they stand in the events."
            : words
    }

    /// Decides what follows from an event.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .posted(let notice):
            let effects = makeRoom(for: notice)
            waiting.append(notice)
            return effects + next(at: now)
        case .sent:
            return sent(at: now)
        case .failed(let why):
            return failed(why, at: now)
        case .tick:
            return next(at: now)
        case .ended:
            defer { waiting = [] }
            return waiting.map { lost($0, "the service ended before it could be") }
        }
    }

    /// Leaves out the oldest message where there is no room; a fault stays as long as others can go.
    private mutating func makeRoom(for notice: Notice) -> [Effect] {
        guard waiting.count >= Self.capacity else { return [] }
        isOverfull = true
        // The first one is on its way.
        let oldest = waiting.dropFirst().firstIndex { $0.kind != .fault } ?? 1
        return [lost(waiting.remove(at: oldest), "too many wait")]
    }

    private mutating func sent(at now: Instant) -> [Effect] {
        guard case .sending = state, !waiting.isEmpty else { return [] }
        waiting.removeFirst()
        state = .idle
        backOff.reset()
        isOverfull = false
        var effects: [Effect] = []
        if failure != nil {
            effects.append(.record("Messages reach \(place) again.", isTrouble: false))
        }
        failure = nil
        return effects + next(at: now)
    }

    private mutating func failed(_ why: String, at now: Instant) -> [Effect] {
        guard case .sending = state else { return [] }
        var effects: [Effect] = []
        if failure == nil {
            effects.append(
                .record("Messages do not reach \(place): it \(why).", isTrouble: true)
            )
        }
        failure = why
        state = .pausing(until: now.advanced(by: backOff.next()))
        return effects + dropStale(at: now)
    }

    private mutating func dropStale(at now: Instant) -> [Effect] {
        let stale = waiting.filter { now.duration(since: $0.at) > Self.longestAge }
        waiting.removeAll { stale.contains($0) }
        return stale.map { lost($0, "it is six hours old") }
    }

    private mutating func next(at now: Instant) -> [Effect] {
        switch state {
        case .sending: return []
        case .pausing(let until) where now < until: return []
        case .idle, .pausing: break
        }
        let effects = dropStale(at: now)
        guard let notice = waiting.first else {
            state = .idle
            return effects
        }
        state = .sending
        return effects + [.send(notice)]
    }

    private func lost(_ notice: Notice, _ why: String) -> Effect {
        .record("Not sent to \(place), as \(why): \(notice.words)", isTrouble: true)
    }
}
