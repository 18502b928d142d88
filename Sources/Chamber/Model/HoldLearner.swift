import SwitchCore

/// Learns the duty per kelvin above the room that holding takes, and the room's temperature, from every
/// ten settled minutes.
///
/// One hold shows only the product of both, so the room's temperature is the one at which a session
/// began at rest, where it did. A change is adopted only if it explains the hold better than the model
/// in force, and in limited steps.
///
/// The first settled hold after a calibration also gives the reference for later holds. Later learning
/// stays within 30 % of it, so that a probe that slips is not learned as a larger chamber.
struct HoldLearner: Codable, Sendable {
    /// The largest factor by which one change moves the hold duty, either way.
    private static let largestRatio = 1.3
    /// A new reference must be below this share of the old one.
    private static let clearlyLower = 0.97
    /// The range of learning around the reference.
    private static let referenceRange = 0.7...1.3
    /// A new model must remove at least this share of the old one's squared error…
    private static let leastShare = 0.3
    /// …and the old one must be wrong by this duty: the modulator's own noise over ten minutes is a
    /// tenth of it.
    private static let leastError = 0.01
    /// Closer to the room than this, holding gives no information, in K.
    private static let leastKelvin = 8.0
    /// Minutes between two lessons, so that each uses minutes of its own.
    private static let minutesBetween = HoldWatch.minutes

    /// Whether this session's hold gives the reference.
    private var givesReference = false
    /// The room's temperature at the start of the session, in °C; `nil` where it did not start at rest.
    private(set) var room: Double?
    private var minutesSinceLesson = HoldLearner.minutesBetween
    /// The lessons of this hold: their count, and sums of duty and degrees.
    private var count = 0.0
    private var duties = 0.0
    private var degrees = 0.0
    private var dutySquares = 0.0
    private var degreeSquares = 0.0
    private var products = 0.0

    /// Begins a session, at rest in a room of `degrees` °C, or warm (`nil`).
    mutating func begin(room degrees: Double?) {
        self = HoldLearner()
        room = degrees
    }

    /// Drops the lessons at a new set point, because they belong to another hold.
    mutating func forgetLessons() {
        (count, duties, degrees) = (0, 0, 0)
        (dutySquares, degreeSquares, products) = (0, 0, 0)
        minutesSinceLesson = Self.minutesBetween
    }

    /// Adds a full minute of a settled hold; returns the model to adopt, where there is one.
    mutating func learnMinute(_ watch: HoldWatch, _ old: ThermalModel) -> ModelChange? {
        minutesSinceLesson = min(minutesSinceLesson &+ 1, Self.minutesBetween)
        guard minutesSinceLesson == Self.minutesBetween, watch.isSettled, let duty = watch.duty
        else { return nil }
        minutesSinceLesson = 0
        add(duty, watch.degrees)
        let above = watch.degrees - (room ?? old.room.degrees)
        guard above >= Self.leastKelvin, duty > 0 else { return nil }
        let ratio = duty / above / old.holdDutyPerKelvin
        let step = min(max(ratio, 1 / Self.largestRatio), Self.largestRatio)
        var held = old.holdDutyPerKelvin * step
        if let lower = lowerReference(old, duty / above, held) { return lower }
        if let reference = old.referenceDutyPerKelvin {
            held = Self.near(reference, held)
        } else if old.origin == .calibrated {
            // Nothing bounds it yet, and a warm start cannot give the reference.
            return nil
        }
        let new = old.held(
            dutyPerKelvin: held,
            room: room.map { Celsius($0) } ?? old.room
        )
        guard let new, new.isPlausible else { return nil }
        return change(from: old, to: new, by: duty, at: watch.degrees)
    }

    /// The reference from the first settled hold of a calibrated chamber that began at rest, and each
    /// clearly lower one during that hold, because walls and contents take hours to warm.
    private mutating func lowerReference(
        _ old: ThermalModel,
        _ dutyPerKelvin: Double,
        _ held: Double
    ) -> ModelChange? {
        guard old.origin == .calibrated, room != nil else { return nil }
        if let reference = old.referenceDutyPerKelvin {
            guard givesReference, dutyPerKelvin < Self.clearlyLower * reference else { return nil }
        }
        givesReference = true
        let new = old.held(
            dutyPerKelvin: Self.near(dutyPerKelvin, held),
            room: room.map { Celsius($0) } ?? old.room
        )?.with(balance: old.balance, referenceDutyPerKelvin: dutyPerKelvin)
        guard let new, new.isPlausible else { return nil }
        return ModelChange(old: old, new: new, cause: .learning, quality: 1)
    }

    /// The number nearest to `held` within the range of learning around `reference`.
    private static func near(_ reference: Double, _ held: Double) -> Double {
        min(max(held, referenceRange.lowerBound * reference), referenceRange.upperBound * reference)
    }

    private mutating func add(_ duty: Double, _ temperature: Double) {
        count += 1
        duties += duty
        degrees += temperature
        dutySquares += duty * duty
        degreeSquares += temperature * temperature
        products += duty * temperature
    }

    private func change(
        from old: ThermalModel,
        to new: ThermalModel,
        by duty: Double,
        at temperature: Double
    ) -> ModelChange? {
        let predicted = old.holdDutyPerKelvin * (temperature - old.room.degrees)
        guard abs(duty - predicted) >= Self.leastError else { return nil }
        let (before, after) = (squaredError(of: old), squaredError(of: new))
        guard before > 0, after <= (1 - Self.leastShare) * before else { return nil }
        return ModelChange(old: old, new: new, cause: .learning, quality: 1 - after / before)
    }

    /// The sum over the lessons of (duty − hold · (degrees − room))², computed from the sums.
    private func squaredError(of model: ThermalModel) -> Double {
        let hold = model.holdDutyPerKelvin
        let offset = hold * model.room.degrees
        let squares = dutySquares + hold * hold * degreeSquares + count * offset * offset
        let mixed = -hold * products + offset * duties - hold * offset * degrees
        return max(squares + 2 * mixed, 0)
    }
}

extension ThermalModel {
    /// This model with another hold duty and room; `nil` where a number makes no sense.
    func held(dutyPerKelvin: Double, room: Celsius) -> ThermalModel? {
        ThermalModel(
            slopeKelvinPerSecond: slopeKelvinPerSecond,
            deadTimeSeconds: deadTimeSeconds,
            holdDutyPerKelvin: dutyPerKelvin,
            room: room,
            elementExcessKelvin: elementExcessKelvin,
            elementTimeConstantSeconds: elementTimeConstantSeconds,
            origin: origin
        )?.with(balance: balance, referenceDutyPerKelvin: referenceDutyPerKelvin)
    }
}
