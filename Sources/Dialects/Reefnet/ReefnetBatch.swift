package import Chamber
import SwitchCore

/// The numbers of one message, judged by the board's bounds: applied as a whole, or not at all.
///
/// The result names what the message named. What the other numbers are is the controller's business: the
/// snapshot here may be older than the messages before this one.
package struct ReefnetBatch {
    /// Why a batch is refused, in words for people.
    package struct Problem: Error, Equatable, Sendable {
        /// Every number that is wrong, with its bounds.
        package let words: String
    }

    private let snapshot: Snapshot
    private var tuning = Tuning()
    private var problems: [String] = []

    /// The changes that `values` ask for. `mayHeat`: the set point turns the power on and off; else
    /// it only moves the target.
    package static func tuning(
        _ values: [ReefnetParameter: Double],
        mayHeat: Bool = false,
        _ snapshot: Snapshot
    ) throws(Problem) -> Tuning {
        var batch = ReefnetBatch(snapshot: snapshot)
        for parameter in ReefnetParameter.allCases {
            if let given = values[parameter] { batch.set(parameter, given, mayHeat) }
        }
        batch.judgeEnds()
        guard batch.problems.isEmpty else {
            throw Problem(words: batch.problems.joined(separator: "; "))
        }
        return batch.tuning
    }

    private init(snapshot: Snapshot) {
        self.snapshot = snapshot
    }

    private mutating func set(_ parameter: ReefnetParameter, _ given: Double, _ mayHeat: Bool) {
        let guards = GuardBounds(snapshot.boardGuards)
        let spans = Tuning.bands.lowerBound.kelvins...Tuning.bands.upperBound.kelvins
        switch parameter {
        case .setPoint: setPoint(given, mayHeat)
        case .setPointMinimum: tuning.lowerEnd = end(given, parameter)
        case .setPointMaximum: tuning.upperEnd = end(given, parameter)
        case .hysteresisHalf:
            let halves = spans.lowerBound / 2...spans.upperBound / 2
            tuning.band = within(halves, given, parameter).map { TemperatureDelta($0 * 2) }
        case .hysteresisSpan:
            tuning.band = within(spans, given, parameter).map { TemperatureDelta($0) }
        case .probeTolerance:
            tuning.guards.probeTolerance = difference(given, guards.probeTolerance, parameter)
        case .probeTimeout:
            tuning.guards.probeTimeout = time(given, 1, guards.probeTimeout, parameter)
        case .runawayDelta:
            tuning.guards.runawayDelta = difference(given, guards.runawayDelta, parameter)
        case .longestHeaterOn:
            tuning.guards.longestFullPower = time(given, 60, guards.longestFullPower, parameter)
        case .stuckRelayDelta:
            tuning.guards.stuckRelayDelta = difference(given, guards.stuckRelayDelta, parameter)
        case .stuckRelayWindow:
            tuning.guards.stuckRelayWindow = time(given, 1, guards.stuckRelayWindow, parameter)
        }
    }

    private mutating func setPoint(_ given: Double, _ mayHeat: Bool) {
        tuning.isHeating = mayHeat
        if mayHeat, Tuning.isOff(given) {
            tuning.target = Tuning.off
            return
        }
        let lowest = snapshot.lowestTarget.degrees
        // Off is off, also on a board whose lowest target is above it.
        let allowed = (mayHeat ? min(lowest, Tuning.off.degrees) : lowest)
        tuning.target = within(allowed...snapshot.highestTarget.degrees, given, .setPoint)
            .map { Celsius($0) }
    }

    /// Two ends in one message must fit; two in two messages are judged by the controller.
    private mutating func judgeEnds() {
        guard let lower = tuning.lowerEnd, let upper = tuning.upperEnd, lower >= upper else {
            return
        }
        let name = ReefnetParameter.setPointMinimum.rawValue
        let (low, high) = (lower.degrees.fixed(2), upper.degrees.fixed(2))
        problems.append("\(name) \(low) is not below the upper end, \(high)")
    }

    /// The controller holds an end to the board's limits.
    private mutating func end(_ given: Double, _ parameter: ReefnetParameter) -> Celsius? {
        within(-Self.mostDegrees...Self.mostDegrees, given, parameter).map { Celsius($0) }
    }

    /// Beyond any temperature: noise, not something to clamp.
    private static let mostDegrees = 9_999.0

    private mutating func difference(
        _ given: Double,
        _ bounds: ClosedRange<TemperatureDelta>,
        _ parameter: ReefnetParameter
    ) -> TemperatureDelta? {
        let range = bounds.lowerBound.kelvins...bounds.upperBound.kelvins
        return within(range, given, parameter).map { TemperatureDelta($0) }
    }

    /// `unit`: its seconds.
    private mutating func time(
        _ given: Double,
        _ unit: Double,
        _ bounds: ClosedRange<Duration>,
        _ parameter: ReefnetParameter
    ) -> Duration? {
        let range = bounds.lowerBound.inSeconds / unit...bounds.upperBound.inSeconds / unit
        return within(range, given, parameter).map { .seconds($0 * unit) }
    }

    private mutating func within(
        _ range: ClosedRange<Double>,
        _ given: Double,
        _ parameter: ReefnetParameter
    ) -> Double? {
        guard range.contains(given) else {
            let bounds = "\(range.lowerBound.fixed(2)) to \(range.upperBound.fixed(2))"
            let words = "\(parameter.rawValue) \(given.fixed(2)) is not within \(bounds)"
            problems.append(words + ", the bounds that the board file sets for other programs")
            return nil
        }
        return given
    }
}
