package import Chamber
import SwitchCore

/// The numbers of one message, judged by the board's bounds: applied as a whole, or not at all.
package enum ReefnetBatch {
    /// Why a batch is refused, in words for people.
    package struct Problem: Error, Equatable, Sendable {
        /// A sentence that names the number and its bounds.
        package let words: String
    }

    /// The tuning that `values` ask for, on a controller in the state of `snapshot`.
    package static func tuning(
        _ values: [ReefnetParameter: Double],
        _ snapshot: Snapshot
    ) throws(Problem) -> Tuning {
        var tuning = Tuning()
        try setBand(values, snapshot, &tuning)
        try setGuards(values, snapshot, &tuning)
        return tuning
    }

    /// Set point, its ends and the span between them describe one band: the last in this order
    /// wins, and the ends are held to the board's limits.
    private static func setBand(
        _ values: [ReefnetParameter: Double],
        _ snapshot: Snapshot,
        _ tuning: inout Tuning
    ) throws(Problem) {
        let allowed = snapshot.lowestTarget.degrees...snapshot.highestTarget.degrees
        let spans = Tuning.bands.lowerBound.kelvins...Tuning.bands.upperBound.kelvins
        var middle = snapshot.settings.target.degrees
        var span = snapshot.settings.band.kelvins
        if let given = values[.setPoint] {
            middle = try within(allowed, given, .setPoint)
            tuning.target = Celsius(middle)
        }
        if let given = values[.hysteresisHalf] {
            let halves = spans.lowerBound / 2...spans.upperBound / 2
            span = try within(halves, given, .hysteresisHalf) * 2
            tuning.band = TemperatureDelta(span)
        }
        if let given = values[.hysteresisSpan] {
            span = try within(spans, given, .hysteresisSpan)
            tuning.band = TemperatureDelta(span)
        }
        let (least, most) = (values[.setPointMinimum], values[.setPointMaximum])
        guard least != nil || most != nil else { return }
        let lower = held(least ?? middle - span / 2, to: allowed)
        let upper = held(most ?? middle + span / 2, to: allowed)
        guard lower < upper else {
            let names = "\(ReefnetParameter.setPointMinimum.rawValue) \(lower.fixed(2))"
            throw Problem(words: "\(names) is not below the upper end, \(upper.fixed(2))")
        }
        tuning.target = Celsius((lower + upper) / 2)
        tuning.band = TemperatureDelta(held(upper - lower, to: spans))
    }

    private static func setGuards(
        _ values: [ReefnetParameter: Double],
        _ snapshot: Snapshot,
        _ tuning: inout Tuning
    ) throws(Problem) {
        let bounds = GuardBounds(snapshot.boardGuards)
        var guards = snapshot.guards
        if let given = values[.probeTolerance] {
            guards.probeTolerance = try difference(given, bounds.probeTolerance, .probeTolerance)
        }
        if let given = values[.probeTimeout] {
            guards.probeTimeout = try time(given, 1, bounds.probeTimeout, .probeTimeout)
        }
        if let given = values[.runawayDelta] {
            guards.runawayDelta = try difference(given, bounds.runawayDelta, .runawayDelta)
        }
        if let given = values[.longestHeaterOn] {
            guards.longestFullPower = try time(
                given,
                60,
                bounds.longestFullPower,
                .longestHeaterOn
            )
        }
        if let given = values[.stuckRelayDelta] {
            guards.stuckRelayDelta = try difference(
                given,
                bounds.stuckRelayDelta,
                .stuckRelayDelta
            )
        }
        if let given = values[.stuckRelayWindow] {
            guards.stuckRelayWindow = try time(
                given,
                1,
                bounds.stuckRelayWindow,
                .stuckRelayWindow
            )
        }
        if guards != snapshot.guards { tuning.guards = guards }
    }

    private static func difference(
        _ given: Double,
        _ bounds: ClosedRange<TemperatureDelta>,
        _ parameter: ReefnetParameter
    ) throws(Problem) -> TemperatureDelta {
        let range = bounds.lowerBound.kelvins...bounds.upperBound.kelvins
        return TemperatureDelta(try within(range, given, parameter))
    }

    /// `unit`: its seconds.
    private static func time(
        _ given: Double,
        _ unit: Double,
        _ bounds: ClosedRange<Duration>,
        _ parameter: ReefnetParameter
    ) throws(Problem) -> Duration {
        let range = bounds.lowerBound.inSeconds / unit...bounds.upperBound.inSeconds / unit
        return .seconds(try within(range, given, parameter) * unit)
    }

    private static func within(
        _ range: ClosedRange<Double>,
        _ given: Double,
        _ parameter: ReefnetParameter
    ) throws(Problem) -> Double {
        guard range.contains(given) else {
            let bounds = "\(range.lowerBound.fixed(2)) to \(range.upperBound.fixed(2))"
            let words = "\(parameter.rawValue) \(given.fixed(2)) is not within \(bounds)"
            throw Problem(words: words + ", what the board file allows from afar")
        }
        return given
    }

    private static func held(_ number: Double, to range: ClosedRange<Double>) -> Double {
        min(max(number, range.lowerBound), range.upperBound)
    }
}

/// A number that a hub can set, by its name on the wire.
package enum ReefnetParameter: String, CaseIterable, Sendable {
    case setPoint = "setpoint_c"
    case setPointMinimum = "setpoint_min_c"
    case setPointMaximum = "setpoint_max_c"
    case hysteresisSpan = "hysteresis_span_c"
    case hysteresisHalf = "hysteresis_half_c"
    case probeTolerance = "probe_tolerance_c"
    case probeTimeout = "probe_timeout_s"
    case runawayDelta = "runaway_delta_c"
    case longestHeaterOn = "max_heater_on_min"
    case stuckRelayDelta = "stuck_relay_delta_c"
    case stuckRelayWindow = "stuck_relay_window_s"

    /// Names that other versions of the protocol use.
    private static let aliases: [String: ReefnetParameter] = [
        "heater_setpoint_c": .setPoint,
        "heater_setpoint_min_c": .setPointMinimum,
        "heater_setpoint_max_c": .setPointMaximum,
        "thermistor_delta_limit_c": .probeTolerance,
        "heater_timeout_min": .longestHeaterOn,
        "relay_timeout_s": .stuckRelayWindow,
    ]
    /// Only the safety parameters are also written with it.
    private static let alarmPrefix = "alarm."

    /// The parameter of this name; `nil`: unknown.
    init?(name: String) {
        let isPrefixed = name.hasPrefix(Self.alarmPrefix)
        let bare = isPrefixed ? String(name.dropFirst(Self.alarmPrefix.count)) : name
        guard let parameter = Self(rawValue: bare) ?? Self.aliases[bare],
            !isPrefixed || parameter.isSafety
        else { return nil }
        self = parameter
    }

    /// One of the five that the safety block lists.
    private var isSafety: Bool {
        switch self {
        case .probeTimeout, .runawayDelta, .longestHeaterOn, .stuckRelayDelta, .stuckRelayWindow:
            true
        case .setPoint, .setPointMinimum, .setPointMaximum, .hysteresisSpan, .hysteresisHalf,
            .probeTolerance:
            false
        }
    }
}
