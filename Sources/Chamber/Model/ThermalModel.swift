package import SwitchCore

/// A model of a heater and its chamber, in the few numbers that regulation and guards use.
package struct ThermalModel: Codable, Equatable, Sendable {
    /// The source of the numbers, which decides how far the guards trust them.
    package enum Origin: UInt8, CaseIterable, Codable, Sendable {
        /// The board file, or the project's conservative numbers: this heater was not measured.
        case board
        /// A full-power step on this heater.
        case calibrated
    }

    /// The source of the numbers.
    package let origin: Origin
    /// The chamber's heating rate at full power from rest: the steepest tangent, in K/s.
    package private(set) var slopeKelvinPerSecond: Double
    /// Where that tangent meets the starting temperature, in s.
    package private(set) var deadTimeSeconds: Double
    /// The duty per kelvin above the room that holds the chamber.
    package private(set) var holdDutyPerKelvin: Double
    /// The room temperature that the hold duty refers to.
    package private(set) var room: Celsius
    /// Element above chamber at full power, once settled, in K.
    package private(set) var elementExcessKelvin: Double
    /// The time constant of that excess, in s.
    package private(set) var elementTimeConstantSeconds: Double
    /// The data from which the rules compute the element's power; `nil` where it was not measured, or
    /// not stored by the program that measured it.
    package private(set) var balance: ElementBalance?
    /// The duty per kelvin of the first settled hold after the calibration: the reference for later
    /// holds, unchanged by learning; `nil` before that hold.
    package private(set) var referenceDutyPerKelvin: Double?

    /// A model; `nil` unless every number is finite and above zero.
    package init?(
        slopeKelvinPerSecond: Double,
        deadTimeSeconds: Double,
        holdDutyPerKelvin: Double,
        room: Celsius,
        elementExcessKelvin: Double,
        elementTimeConstantSeconds: Double,
        origin: Origin = .board
    ) {
        // No array: a model is also made in the controller's step, which must not allocate.
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

    /// The model of an uncalibrated board: the nominal 300 W plant's slope (0.162 K/s after 30 s, from
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

    /// The duty that holds the chamber at `setPoint`; not limited to 0…1.
    package func holdDuty(at setPoint: Celsius) -> Double {
        holdDutyPerKelvin * (setPoint.degrees - room.degrees)
    }

    /// This model with other data for the rules.
    package func with(
        balance: ElementBalance?,
        referenceDutyPerKelvin: Double?
    ) -> ThermalModel {
        var model = self
        model.balance = balance
        model.referenceDutyPerKelvin = referenceDutyPerKelvin
        return model
    }

    /// This model with the element's numbers from the first warm-up, for the rules; `nil` where a number
    /// is out of bounds. They trust it as they trust a board's: it is no calibration.
    func measured(
        _ fit: ElementFit,
        restChamber: Double,
        restElement: Double
    ) -> ThermalModel? {
        let model = ThermalModel(
            slope: slopeKelvinPerSecond,
            deadTime: deadTimeSeconds,
            holdDuty: holdDutyPerKelvin,
            room: room,
            excess: fit.curve.hot,
            elementTimeConstant: fit.timeConstantSeconds,
            origin: .board
        ).with(
            balance: ElementBalance(fit, restChamber: restChamber, restElement: restElement),
            referenceDutyPerKelvin: referenceDutyPerKelvin
        )
        return model.isPlausible ? model : nil
    }

    /// The element's heat capacity as a share of the air's, to first order: independent of the heater's
    /// power and the blower's strength, until a probe moves.
    var capacityRatio: Double {
        slopeKelvinPerSecond * elementTimeConstantSeconds / elementExcessKelvin
    }

    /// The time constant of a first-order chamber with the same slope and hold duty, in s.
    package var timeConstantSeconds: Double {
        1 / (holdDutyPerKelvin * slopeKelvinPerSecond)
    }
}
