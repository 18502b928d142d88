import SwitchCore

/// The temperature of each probe at one moment, in °C; `nil` where there is no probe or no good
/// reading.
package struct ProbeDegrees: Equatable, Sendable {
    /// The chamber's air, in °C; `nil`: no reading.
    package var chamber: Double?
    /// The second probe in the same air, in °C; `nil`: no reading.
    package var chamberSecond: Double?
    /// The heating element, in °C; `nil`: no reading.
    package var element: Double?

    package init() {}

    init(_ view: ProbeReadings) {
        chamber = view.chamber.temperature?.degrees
        chamberSecond = view.chamberSecond.temperature?.degrees
        element = view.element.temperature?.degrees
    }

    /// Keeps the higher temperature of each probe.
    mutating func raise(to other: ProbeDegrees) {
        chamber = Self.higher(chamber, other.chamber)
        chamberSecond = Self.higher(chamberSecond, other.chamberSecond)
        element = Self.higher(element, other.element)
    }

    /// The probe with the largest rise since `then`, and that rise in K.
    func largestRise(since then: ProbeDegrees) -> (ProbeName, Double) {
        var result = (ProbeName.chamber, -Double.infinity)
        let pairs: [(ProbeName, Double?, Double?)] = [
            (.element, element, then.element), (.chamber, chamber, then.chamber),
            (.chamberSecond, chamberSecond, then.chamberSecond),
        ]
        for (name, now, before) in pairs {
            guard let now, let before, now - before > result.1 else { continue }
            result = (name, now - before)
        }
        return result
    }

    private static func higher(_ one: Double?, _ other: Double?) -> Double? {
        guard let one else { return other }
        guard let other else { return one }
        return max(one, other)
    }
}

extension ProbeReadings {
    private var all: [(ProbeName, ProbeStatus)] {
        [(.chamber, chamber), (.chamberSecond, chamberSecond), (.element, element)]
    }

    /// The first faulty probe, and its condition.
    var firstFault: (ProbeName, ProbeStatus.Condition)? {
        all.first { $0.1.isFaulty }.map { ($0.0, $0.1.condition) }
    }

    /// The first fitted probe without a good reading, and its condition.
    var firstUnread: (ProbeName, ProbeStatus.Condition)? {
        all.first { ![.absent, .good].contains($0.1.condition) }.map { ($0.0, $0.1.condition) }
    }
}
