package import SwitchCore

/// What is known of a heater and its chamber, in the few numbers that regulation and guards use.
package struct ThermalModel: Codable, Equatable, Sendable {
    /// Where the numbers come from, which decides how far the guards trust them.
    package enum Origin: UInt8, CaseIterable, Codable, Sendable {
        /// The board file, or the project's conservative numbers: nobody has measured this heater.
        case board
        /// A full-power step on this very heater.
        case calibrated
    }

    /// Where the numbers come from.
    package let origin: Origin
    /// How fast the chamber warms at full power from rest: the steepest tangent, in K/s.
    package private(set) var slopeKelvinPerSecond: Double
    /// Where that tangent meets the starting temperature, in s.
    package private(set) var deadTimeSeconds: Double
    /// Duty that holds the chamber one kelvin above the room.
    package private(set) var holdDutyPerKelvin: Double
    /// Temperature of the room that the hold duty is reckoned from.
    package private(set) var room: Celsius
    /// Element above chamber at full power, once settled, in K.
    package private(set) var elementExcessKelvin: Double
    /// How fast that excess settles, in s.
    package private(set) var elementTimeConstantSeconds: Double
    /// What the rules reckon the element's power from; `nil` where nobody has measured it, or a program
    /// measured it that did not keep it.
    package private(set) var balance: ElementBalance?
    /// Duty a kelvin of the first settled hold after the calibration: what later holds are judged by,
    /// whatever is learned; `nil` before it.
    package private(set) var referenceDutyPerKelvin: Double?

    /// A model; every number must be finite and above zero, else `nil`.
    package init?(
        slopeKelvinPerSecond: Double,
        deadTimeSeconds: Double,
        holdDutyPerKelvin: Double,
        room: Celsius,
        elementExcessKelvin: Double,
        elementTimeConstantSeconds: Double,
        origin: Origin = .board
    ) {
        // Without an array: a model is also made in the controller's step, which allocates nothing.
        guard Self.isPositive(slopeKelvinPerSecond), Self.isPositive(deadTimeSeconds),
            Self.isPositive(holdDutyPerKelvin), Self.isPositive(elementExcessKelvin),
            Self.isPositive(elementTimeConstantSeconds)
        else { return nil }
        self.init(
            slope: slopeKelvinPerSecond,
            deadTime: deadTimeSeconds,
            holdDuty: holdDutyPerKelvin,
            room: room,
            excess: elementExcessKelvin,
            elementTimeConstant: elementTimeConstantSeconds,
            origin: origin
        )
    }

    private static func isPositive(_ number: Double) -> Bool { number.isFinite && number > 0 }

    private init(
        slope: Double,
        deadTime: Double,
        holdDuty: Double,
        room: Celsius,
        excess: Double,
        elementTimeConstant: Double,
        origin: Origin
    ) {
        self.origin = origin
        slopeKelvinPerSecond = slope
        deadTimeSeconds = deadTime
        holdDutyPerKelvin = holdDuty
        self.room = room
        elementExcessKelvin = excess
        elementTimeConstantSeconds = elementTimeConstant
    }

    /// What an uncalibrated board starts from: the nominal 300 W plant's slope (0.162 K/s after 30 s,
    /// a full-power step in simulation), its loss (4.18 W/K) and its element (7 W/K, 250 J/K).
    package static let conservative = ThermalModel(
        slope: 0.162,
        deadTime: 30,
        holdDuty: 0.0139,
        room: Celsius(22),
        excess: 43,
        elementTimeConstant: 36,
        origin: .board
    )

    /// Duty that holds the chamber at `setPoint`.
    package func holdDuty(at setPoint: Celsius) -> Double {
        holdDutyPerKelvin * (setPoint.degrees - room.degrees)
    }

    /// This model with what the rules reckon by.
    package func with(
        balance: ElementBalance?,
        referenceDutyPerKelvin: Double?
    ) -> ThermalModel {
        var model = self
        model.balance = balance
        model.referenceDutyPerKelvin = referenceDutyPerKelvin
        return model
    }

    /// This board's model with the element that its first warm-up measured, for the rules; `nil` where a
    /// number makes no sense.
    func measured(
        _ fit: ElementFit,
        restChamber: Double,
        restElement: Double
    ) -> ThermalModel? {
        var model = self
        model.elementExcessKelvin = fit.curve.hot
        model.elementTimeConstantSeconds = fit.timeConstantSeconds
        model.balance = ElementBalance(fit, restChamber: restChamber, restElement: restElement)
        return model.isPlausible ? model : nil
    }

    /// The heat capacity of the element beside that of the air, in first order: whatever the heater's
    /// power and the blower's strength, until a probe moves.
    var capacityRatio: Double {
        slopeKelvinPerSecond * elementTimeConstantSeconds / elementExcessKelvin
    }

    /// The chamber's time constant as a first-order system with the same slope and hold duty, in s.
    package var timeConstantSeconds: Double {
        1 / (holdDutyPerKelvin * slopeKelvinPerSecond)
    }
}
