import SwitchCore

/// What is known about this heater and chamber, how it is learned, and the soak.
struct Learning: Codable {
    /// Element and chamber closer than this are at rest when a session begins, in K.
    private static let restKelvin = 1.5
    /// The heater must be off for this long before the chamber's air counts as the room's.
    private static let restTime = Duration.minutes(45)
    /// The room's temperature from a calibration, which begins at rest, is valid for this long.
    private static let sameRoom = Duration.hours(2)

    private(set) var model: ThermalModel
    /// The model from the first warm-up of a heater whose element was not measured.
    private(set) var provisional: ThermalModel?
    var firstWarmUp: FirstWarmUp
    var calibration = Calibration()
    /// How the last calibration ended.
    var calibrationReport: CalibrationReport?
    var soak = Soak()
    /// How this heater does against its calibration.
    var health: HealthWatch
    private(set) var holdWatch = HoldWatch()
    private var learner = HoldLearner()
    private var watchedSetPoint: Celsius?
    private var heaterWasOnAt: Instant
    private var calibratedAt: Instant?
    /// When a hold last taught nothing; the minutes of a lesson come after it.
    private var doubtfulAt: Instant?

    init(
        _ model: ThermalModel,
        health: RestoredHealth,
        hasElementProbe: Bool,
        at now: Instant
    ) {
        self.model = model
        self.health = HealthWatch(health)
        firstWarmUp = FirstWarmUp(
            isWanted: hasElementProbe && model.balance == nil,
            at: now
        )
        heaterWasOnAt = now
    }

    /// Returns to the board's model, as if nothing had ever been measured or learned.
    mutating func forget(_ board: ThermalModel, hasElementProbe: Bool, at now: Instant) {
        let (wasOnAt, health) = (heaterWasOnAt, health.begunAfresh)
        self = Learning(
            board,
            health: RestoredHealth(),
            hasElementProbe: hasElementProbe,
            at: now
        )
        (heaterWasOnAt, self.health) = (wasOnAt, health)
    }

    /// Judges and learns from `model` from now on.
    mutating func adopt(_ model: ThermalModel) {
        self.model = model
    }

    /// The same with the model from a calibration.
    mutating func adoptCalibration(_ model: ThermalModel, at now: Instant) {
        adopt(model)
        provisional = nil
        health = health.begunAfresh
        calibratedAt = now
    }

    /// The model that the rules judge by: the first warm-up's where there is one, else `model`.
    var judged: ThermalModel { provisional ?? model }

    /// Whether the rules judge by the first warm-up.
    var isProvisional: Bool { provisional != nil }

    /// Whether the first warm-up may still give the rules a measurement: there is none of the element,
    /// as on a new board, or with a calibration that an earlier version stored without it.
    var isWatchingWarmUp: Bool { model.balance == nil && !firstWarmUp.isOver }

    /// Watches one step of the first warm-up.
    mutating func watchWarmUp(_ input: FirstWarmUp.Input) {
        guard let measured = firstWarmUp.step(input) else { return }
        provisional = measured
    }

    /// The room's temperature in this session, the reference of the hold's power, in °C.
    var room: Double { learner.room ?? model.room.degrees }

    /// The highest temperature that full power, or the element at its limit, holds in this room; `nil` where
    /// the heater was not calibrated.
    ///
    /// In balance at a duty d the air is d / h above the room and the element d · X above the air, with the
    /// model's hold duty h and element excess X.
    func highestReachable(_ limits: Limits) -> Celsius? {
        guard model.origin == .calibrated, model.holdDutyPerKelvin > 0 else { return nil }
        let rise = 1 / model.holdDutyPerKelvin
        let most = min(
            1,
            max(0, limits.elementFoldback.degrees - room) / (model.elementExcessKelvin + rise)
        )
        return min(Celsius(room + most * rise), limits.highestTarget)
    }

    /// Watches one step of holding `setPoint`; returns a change of the model after a full minute.
    ///
    /// `isHeating`: heat is commanded or the relay is closed. `isDoubtful`: something else heats the
    /// chamber, or a rule suspects a fault, so that this hold teaches nothing.
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
        if isDoubtful { doubtfulAt = now }
        let isClear =
            doubtfulAt.map { now.duration(since: $0) >= .minutes(HoldWatch.minutes) } ?? true
        return isMinuteFull && isClear ? learner.learnMinute(holdWatch, model) : nil
    }

    /// Advances the soak by one step; returns whether it has just ended.
    mutating func stepSoak(_ phase: Phase, at now: Instant) -> Bool {
        soak.step(
            setPoint: phase.setPoint,
            isSettled: phase.isHolding,
            watch: holdWatch,
            at: now
        )
    }

    /// The room's temperature in °C after a long rest; `nil` without one. A controller that has just
    /// started does not know how long the rest was, so that only the board's number is left.
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
