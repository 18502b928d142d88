import Chamber
import Pacing
import Surroundings
import SwitchCore

/// Lets the first events of each group through and counts the rest, so that nobody can fill the history
/// or wear the card out by asking again and again. A summary reports them once a minute.
///
/// What a fault, a start or a stop by a rule has to say is never held back.
struct EventGate {
    /// Events that are alike: a flood of one group leaves the others alone.
    enum Group: Int, CaseIterable {
        case power
        case drying
        case settings
        case calibration
        case contacts
        case foldback
        case warnings
        case printer, printerTrouble
        case network, networkTrouble
        case update, updateTrouble
        case access, accessTrouble
        case page, pageTrouble
        case controller
    }

    /// Events of a group that pass one after the other: more than a person causes in a minute.
    static let burst = 20
    /// Then one passes in this time, and what was held back is told as often.
    static let interval = Duration.minutes(1)

    private struct Held {
        var count = 0
        var last: StoreBuffer.StampedEvent?
    }

    private var buckets: [TokenBucket]
    private var held: [Held]
    private var heldSince: Instant?

    init() {
        buckets = Group.allCases.map { group in
            // Settings follow a slider: one event reports all its steps.
            TokenBucket(burst: group == .settings ? 1 : Self.burst, every: Self.interval)
        }
        held = Group.allCases.map { _ in Held() }
    }

    /// What becomes of an event.
    enum Admission {
        /// It is an event of its own.
        case passes
        /// It is the first that is only counted.
        case beginsToHold
        /// It is counted.
        case isHeld
    }

    /// Decides about one event. Allocates nothing.
    mutating func admit(_ stamped: StoreBuffer.StampedEvent) -> Admission {
        guard let group = Group(stamped.event.kind) else { return .passes }
        let isFirst = held[group.rawValue].count == 0
        if isFirst, buckets[group.rawValue].spend(at: stamped.event.at) { return .passes }
        held[group.rawValue].count += 1
        var newest = stamped
        // All steps of a slider are one change.
        if let first = held[group.rawValue].last?.change { newest.change?.old = first.old }
        held[group.rawValue].last = newest
        return isFirst ? .beginsToHold : .isHeld
    }

    /// What was held back, where that is due: an interval after the first, by the clock that gives `now`.
    mutating func collect(at now: Instant) -> [StoreBuffer.StampedEvent] {
        guard let since = heldSince else {
            if held.contains(where: { $0.count > 0 }) { heldSince = now }
            return []
        }
        guard now.duration(since: since) >= Self.interval else { return [] }
        return collectAll()
    }

    /// What was held back, due or not.
    mutating func collectAll() -> [StoreBuffer.StampedEvent] {
        heldSince = nil
        var summaries: [StoreBuffer.StampedEvent] = []
        for group in Group.allCases {
            let (count, last) = (held[group.rawValue].count, held[group.rawValue].last)
            held[group.rawValue] = Held()
            guard count > 0, let last else { continue }
            let summary = Self.summary(of: count, last.event, in: group)
            summaries.append(
                StoreBuffer.StampedEvent(event: summary, wall: last.wall, change: last.change)
            )
        }
        return summaries
    }

    /// When `collect(at:)` has something; `nil`: nothing is held back.
    var due: Instant? { heldSince?.advanced(by: Self.interval) }

    private static func summary(of count: Int, _ last: Occurrence, in group: Group) -> Occurrence {
        guard count > 1, group != .settings else { return last }
        let subject: DeviceEvent.Subject
        let isTrouble: Bool
        switch last.kind {
        case .controller: (subject, isTrouble) = (.controller, false)
        case .device(let event): (subject, isTrouble) = (event.subject, event.isTrouble)
        }
        let text =
            "\(count) more events like this, counted and not listed; the last: \(last.sentence)"
        return Occurrence(
            at: last.at,
            kind: .device(DeviceEvent(subject, isTrouble: isTrouble, text)),
            requester: .controller
        )
    }
}

extension EventGate.Group {
    /// The group that an event is counted in; `nil`: it always passes.
    init?(_ kind: Occurrence.Kind) {
        switch kind {
        case .controller(let kind): self.init(kind)
        case .device(let event): self.init(event)
        }
    }

    private init?(_ kind: Event.Kind) {
        guard !kind.isStopByRule else { return nil }
        switch kind {
        case .started, .latched, .clearApproved, .latchCleared, .modelAdopted, .modelRefused,
            .calibrationOutdated:
            return nil
        case .poweredOn, .poweredOff, .soakEnded: self = .power
        case .dryingStarted, .dryingEnded: self = .drying
        case .settingsChanged: self = .settings
        case .calibrationStarted, .calibrationFailed, .calibrationForgotten: self = .calibration
        case .heatPaused, .heatResumed: self = .contacts
        case .foldbackBegan, .foldbackEnded: self = .foldback
        case .warningRaised, .warningEnded: self = .warnings
        }
    }

    private init(_ event: DeviceEvent) {
        switch event.subject {
        case .printer: self = event.isTrouble ? .printerTrouble : .printer
        case .network: self = event.isTrouble ? .networkTrouble : .network
        case .update: self = event.isTrouble ? .updateTrouble : .update
        case .access: self = event.isTrouble ? .accessTrouble : .access
        case .page: self = event.isTrouble ? .pageTrouble : .page
        case .controller: self = .controller
        }
    }
}
