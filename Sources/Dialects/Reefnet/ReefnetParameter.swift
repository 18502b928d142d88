import Chamber

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
        "heater_hysteresis_span_c": .hysteresisSpan,
        "heater_hysteresis_half_c": .hysteresisHalf,
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

extension AlarmSilence.Order {
    /// The order that a hub gives by a parameter of this name, which is the command's own; `nil`: none.
    init?(reefnetName name: String) {
        switch name {
        case "alarm_acknowledge": self = .acknowledge
        case "alarm_snooze": self = .snooze
        case "alarm_unsnooze": self = .end
        default: return nil
        }
    }
}
