package import Chamber
import Dialects
import Pacing
package import SwitchCore

/// Finds what is worth a message in what the controller shows and in what stands against heating.
///
/// A trouble is told once it has stood for a while, and again only after an hour: one that comes and goes must
/// not wake anybody ten times.
package struct NoticeWatch: Sendable {
    /// A text with its kind; numbers and times are the owner's.
    package struct Finding: Equatable, Sendable {
        /// What it is about.
        package let kind: Notice.Kind
        /// One or more sentences for people.
        package let text: String
    }

    /// A trouble that is over sooner is a hiccup.
    package static let patience = Duration.seconds(5)
    /// How long one trouble is not told again.
    private static let silence = Duration.minutes(60)
    /// The chamber has to have been so warm for its cooling to be news; what leaves it is warm to the hand
    /// above.
    private static let warm = Celsius(40)
    /// The most troubles that are remembered.
    private static let mostTroubles = 64

    private struct Standing {
        let since: Instant
        var isTold: Bool
    }

    private var events = HomeAssistantEvents()
    private var standing: [String: Standing] = [:]
    private var toldAt: [String: Instant] = [:]
    private var wasWarm = false
    /// Twelve troubles at once, and then one in ten minutes.
    private var allowance = TokenBucket(burst: 12, every: .minutes(10))

    package init() {}

    /// What has happened since the last call; the first one shows nothing new but what stands.
    ///
    /// - Parameter troubles: sentences without names of networks.
    package mutating func step(
        _ snapshot: Snapshot,
        troubles: [String],
        at now: Instant
    ) -> [Finding] {
        var findings = events.step(snapshot).map { Finding(kind: $0.event.kind, text: $0.text) }
        if cooledDown(snapshot) {
            findings.append(
                Finding(
                    kind: .cooledDown,
                    text: "The chamber is cool: you can open it and take out what is in it."
                )
            )
        }
        let warnings = snapshot.warnings.codes.map { "\($0.rule.title). \($0.rule.remedy)" }
        findings += told(of: warnings + troubles, at: now).map { Finding(kind: .trouble, text: $0) }
        return findings
    }

    /// Whether a chamber that was warm is off and cool, for the first time since.
    private mutating func cooledDown(_ snapshot: Snapshot) -> Bool {
        guard let air = snapshot.chamber.temperature else { return false }
        if snapshot.settings.isOn || snapshot.calibration != nil {
            wasWarm = wasWarm || (snapshot.settings.isOn && air > Self.warm)
            return false
        }
        guard wasWarm, snapshot.activity == .off, air <= Self.warm else { return false }
        wasWarm = false
        return true
    }

    private mutating func told(of troubles: [String], at now: Instant) -> [String] {
        let present = Set(troubles)
        standing = standing.filter { present.contains($0.key) }
        toldAt = toldAt.filter { now.duration(since: $0.value) < Self.silence }
        var told: [String] = []
        for trouble in troubles where standing.count < Self.mostTroubles {
            let known = standing[trouble] ?? Standing(since: now, isTold: false)
            standing[trouble] = known
            guard !known.isTold, now.duration(since: known.since) >= Self.patience else { continue }
            standing[trouble]?.isTold = true
            guard toldAt[trouble] == nil, allowance.spend(at: now) else { continue }
            toldAt[trouble] = now
            told.append(trouble)
        }
        return told
    }
}

extension HomeAssistantEvent {
    fileprivate var kind: Notice.Kind {
        switch self {
        case .fault: .fault
        case .termEnded: .trouble
        case .targetReached: .ready
        case .dryingDone: .dryingDone
        case .soaked: .soaked
        }
    }
}
