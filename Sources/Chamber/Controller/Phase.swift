import SwitchCore

/// What the controller is doing; a step enters each phase through ``Controller/enter(_:)`` alone.
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
    /// The door is open: the heat waits, and goes on where it was when the door is closed.
    case paused(at: Celsius)
    /// A full-power step teaches the model.
    case calibrating
    /// A fault is latched.
    case latched

    /// The set point that is regulated to, or will be after a pause; `nil` where none is.
    var setPoint: Celsius? {
        switch self {
        case .heating(let setPoint), .holding(let setPoint), .paused(let setPoint): setPoint
        case .off, .waiting, .ventilating, .calibrating, .latched: nil
        }
    }

    /// The set point has been reached since it was set.
    var isHolding: Bool {
        switch self {
        case .holding: true
        case .off, .waiting, .ventilating, .heating, .paused, .calibrating, .latched: false
        }
    }

    /// It is on the way to its set point.
    var isHeating: Bool {
        switch self {
        case .heating: true
        case .off, .waiting, .ventilating, .holding, .paused, .calibrating, .latched: false
        }
    }

    /// An open door holds the heat back.
    var isPaused: Bool {
        switch self {
        case .paused: true
        case .off, .waiting, .ventilating, .heating, .holding, .calibrating, .latched: false
        }
    }
}

/// A recording holds what a step asks of the phase before it enters its own: the set point, whether it was
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
