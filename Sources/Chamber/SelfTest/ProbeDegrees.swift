import SwitchCore

/// The temperature of each probe at one moment, in °C; `nil` where there is none, or none to be
/// believed.
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

    /// Takes what is higher of each.
    mutating func raise(to other: ProbeDegrees) {
        chamber = Self.higher(chamber, other.chamber)
        chamberSecond = Self.higher(chamberSecond, other.chamberSecond)
        element = Self.higher(element, other.element)
    }

    /// The probe that has risen most since then, and by how much, in K.
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

    /// A fitted probe that reads wrong, and how.
    var firstFault: (ProbeName, ProbeStatus.Condition)? {
        all.first { $0.1.isFaulty }.map { ($0.0, $0.1.condition) }
    }

    /// A fitted probe that does not read well, or not yet.
    var firstUnread: (ProbeName, ProbeStatus.Condition)? {
        all.first { ![.absent, .good].contains($0.1.condition) }.map { ($0.0, $0.1.condition) }
    }
}
