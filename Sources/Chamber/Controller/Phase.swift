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
    /// A full-power step teaches the model.
    case calibrating
    /// A fault is latched.
    case latched

    /// The set point that is regulated to; `nil` where none is.
    var setPoint: Celsius? {
        switch self {
        case .heating(let setPoint), .holding(let setPoint): setPoint
        case .off, .waiting, .ventilating, .calibrating, .latched: nil
        }
    }

    /// The set point has been reached since it was set.
    var isHolding: Bool {
        switch self {
        case .holding: true
        case .off, .waiting, .ventilating, .heating, .calibrating, .latched: false
        }
    }
}

/// A recording holds what a step asks of the phase before it enters its own: the set point, and whether
/// it was reached.
extension Phase: Codable {
    private enum CodingKeys: CodingKey {
        case setPoint
        case isSettled
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(setPoint, forKey: .setPoint)
        try fields.encode(isHolding, forKey: .isSettled)
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let isSettled = try fields.decode(Bool.self, forKey: .isSettled)
        guard let setPoint = try fields.decodeIfPresent(Celsius.self, forKey: .setPoint) else {
            self = .off
            return
        }
        self = isSettled ? .holding(at: setPoint) : .heating(to: setPoint)
    }
}
