import SwitchCore

/// The temperature of each probe at one moment, in °C; `nil` where there is no probe or no good
/// reading.
package typealias ProbeDegrees = EachProbe<Double?>

extension ProbeDegrees {
    /// No reading yet.
    package init() {
        self.init(chamber: nil, chamberSecond: nil, element: nil)
    }

    init(_ view: ProbeReadings) {
        self.init(
            chamber: view.chamber.temperature?.degrees,
            chamberSecond: view.chamberSecond.temperature?.degrees,
            element: view.element.temperature?.degrees
        )
    }

    /// Keeps the higher temperature of each probe.
    mutating func raise(to other: ProbeDegrees) {
        for name in ProbeName.allCases { self[name] = Self.higher(self[name], other[name]) }
    }

    /// The probe with the largest rise since `then`, and that rise in K.
    func largestRise(since then: ProbeDegrees) -> (ProbeName, Double) {
        var result = (ProbeName.chamber, -Double.infinity)
        for name in [ProbeName.element, .chamber, .chamberSecond] {
            guard let now = self[name], let before = then[name], now - before > result.1 else {
                continue
            }
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
