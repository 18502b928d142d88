import SwitchCore

/// What is known of this heater and its chamber, what teaches it, and who waits for the hold to settle.
struct Learning: Codable {
    /// Element and chamber closer than this are at rest, in K, where a session begins.
    private static let restKelvin = 1.5
    /// The heater has to have been off for this long before the chamber's air counts as the room's.
    private static let restTime = Duration.minutes(45)
    /// A calibration, which begins at rest, tells of the room until this much later.
    private static let sameRoom = Duration.hours(2)

    private(set) var model: ThermalModel
    /// What the first warm-up measured of a heater that nobody has calibrated.
    private(set) var provisional: ThermalModel?
    var firstWarmUp: FirstWarmUp
    var calibration = Calibration()
    /// How the last calibration ended.
    var calibrationReport: CalibrationReport?
    var soak = Soak()
    private(set) var holdWatch = HoldWatch()
    private var learner = HoldLearner()
    private var watchedSetPoint: Celsius?
    private var heaterWasOnAt: Instant
    private var calibratedAt: Instant?

    init(_ model: ThermalModel, hasElementProbe: Bool, at now: Instant) {
        self.model = model
        firstWarmUp = FirstWarmUp(
            isWanted: hasElementProbe && model.origin == .board,
            at: now
        )
        heaterWasOnAt = now
    }

    /// Judges and learns from `model` from now on.
    mutating func adopt(_ model: ThermalModel) {
        self.model = model
    }

    /// The same with a model that a calibration has just measured.
    mutating func adoptCalibration(_ model: ThermalModel, at now: Instant) {
        adopt(model)
        provisional = nil
        calibratedAt = now
    }

    /// What the rules judge by: the model, or what the first warm-up measured while it has no balance.
    var judged: ThermalModel { provisional ?? model }

    /// Watches one step of the first warm-up.
    mutating func watchWarmUp(_ input: FirstWarmUp.Input) {
        guard model.origin == .board, let measured = firstWarmUp.step(input) else { return }
        provisional = measured
    }

    /// The room's temperature that this session's power is reckoned from, in °C.
    var room: Double { learner.room ?? model.room.degrees }

    /// Watches one step of holding `setPoint`; answers with what a full minute of it teaches.
    ///
    /// `isHeating`: heat is commanded or the relay is closed. `isDoubtful`: something else heats the
    /// chamber too, or a rule suspects a fault, so that what holding takes is nothing to learn from.
    mutating func watch(
        _ setPoint: Celsius?,
        _ view: ProbeReadings,
        onTime: Duration,
        isHeating: Bool,
        isDisturbed: Bool,
        isDoubtful: Bool,
        at now: Instant
    ) -> ModelChange? {
        if setPoint != watchedSetPoint {
            if watchedSetPoint == nil { learner.begin(room: roomAtRest(view, at: now)) }
            learner.forgetLessons()
            watchedSetPoint = setPoint
        }
        if isHeating { heaterWasOnAt = now }
        let isMinuteFull = holdWatch.step(
            setPoint: setPoint,
            air: view.air,
            isDisturbed: isDisturbed,
            onTime: onTime,
            at: now
        )
        return isMinuteFull && !isDoubtful ? learner.learnMinute(holdWatch, model) : nil
    }

    /// One step of the soak; whether it is done now.
    mutating func stepSoak(_ phase: Phase, at now: Instant) -> Bool {
        soak.step(
            setPoint: phase.setPoint,
            isSettled: phase.isHolding,
            watch: holdWatch,
            at: now
        )
    }

    /// The room's temperature in °C, where everything has been at rest for long; `nil` where not. A
    /// controller that has just started does not know how long that was: only the board's numbers tell.
    private func roomAtRest(_ view: ProbeReadings, at now: Instant) -> Double? {
        if let calibratedAt, now.duration(since: calibratedAt) < Self.sameRoom {
            return model.room.degrees
        }
        guard let air = view.air, now.duration(since: heaterWasOnAt) >= Self.restTime else {
            return nil
        }
        let element = view.element.temperature?.degrees ?? air
        return abs(element - air) <= Self.restKelvin ? air : nil
    }
}
