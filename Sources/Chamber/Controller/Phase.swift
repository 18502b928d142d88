import SwitchCore

/// What the controller is doing; a step enters each phase only through ``Controller/enter(_:)``.
enum Phase: Equatable {
    /// The power is off.
    case off
    /// The power is on, and the mode wants neither heat nor air.
    case waiting
    /// The mode asks for the fan alone.
    case ventilating
    /// On the way to the set point.
    case heating(to: Celsius)
    /// The set point has been reached since it was set.
    case holding(at: Celsius)
    /// The door is open: heat waits, and continues when the door closes.
    case paused(at: Celsius)
    /// A calibration heats with full power.
    case calibrating
    /// A fault is latched.
    case latched

    /// The set point in force, also during a pause; `nil` where there is none.
    var setPoint: Celsius? {
        switch self {
        case .heating(let setPoint), .holding(let setPoint), .paused(let setPoint): setPoint
        case .off, .waiting, .ventilating, .calibrating, .latched: nil
        }
    }

    /// Whether the set point has been reached since it was set.
    var isHolding: Bool {
        switch self {
        case .holding: true
        case .off, .waiting, .ventilating, .heating, .paused, .calibrating, .latched: false
        }
    }

    /// Whether the chamber is on the way to its set point.
    var isHeating: Bool {
        switch self {
        case .heating: true
        case .off, .waiting, .ventilating, .holding, .paused, .calibrating, .latched: false
        }
    }

    /// Whether an open door holds the heat back.
    var isPaused: Bool {
        switch self {
        case .paused: true
        case .off, .waiting, .ventilating, .heating, .holding, .calibrating, .latched: false
        }
    }
}

/// A recording stores what a step needs from the phase before it: the set point, whether it was
/// reached, and whether the heat was paused.
extension Phase: Codable {
    private enum CodingKeys: CodingKey {
        case setPoint
        case isSettled
        case isPaused
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(setPoint, forKey: .setPoint)
        try fields.encode(isHolding, forKey: .isSettled)
        try fields.encode(isPaused, forKey: .isPaused)
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let isSettled = try fields.decode(Bool.self, forKey: .isSettled)
        guard let setPoint = try fields.decodeIfPresent(Celsius.self, forKey: .setPoint) else {
            self = .off
            return
        }
        let isPaused = try fields.decode(Bool.self, forKey: .isPaused)
        if isPaused {
            self = .paused(at: setPoint)
        } else {
            self = isSettled ? .holding(at: setPoint) : .heating(to: setPoint)
        }
    }
}
