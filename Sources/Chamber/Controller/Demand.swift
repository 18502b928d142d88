import SwitchCore

/// The sources of demand for heat and air, and the regulators that turn a set point into a duty.
struct Demand: Codable {
    var drying: DryingRun
    var auto = AutoMode()
    /// The ends of the setpoint band that have arrived just now.
    var bandEnds = BandEnds()
    /// The duty of the newest command.
    var commandedDuty = Duty.off
    private var regulator: Regulator
    private var bandRegulator = BandRegulator()
    private var forecast: ReadyForecast
    private var fan: FanControl

    init(_ drying: DryingRun, _ regulator: Regulator, _ fan: FanControl) {
        self.drying = drying
        self.regulator = regulator
        forecast = ReadyForecast(regulator.model)
        self.fan = fan
    }

    /// Whether the fan still cools something after heat.
    var isAfterRun: Bool { fan.isAfterRun }

    /// What mode and printer ask for in this step while the power is on: the set point (`nil`: no
    /// heat), and whether they ask for the fan alone.
    func asked(
        _ settings: OperatingSettings,
        _ limits: Limits
    ) -> (setPoint: Celsius?, isVentilating: Bool) {
        switch settings.mode {
        case .auto:
            let target = auto.heatTarget(settings)
            return (target.map { min($0, limits.highestTarget) }, auto.wantsFan)
        case .alwaysOn:
            return (settings.target, false)
        case .drying:
            return (drying.isRunning ? min(drying.target, limits.highestTarget) : nil, false)
        }
    }

    /// Regulates by `model` from now on.
    mutating func adopt(_ model: ThermalModel) {
        regulator.adopt(model)
        forecast.adopt(model)
    }

    /// Forgets the regulators' session before, for a new session of heat.
    mutating func beginHeat() {
        regulator.reset()
        bandRegulator.reset()
    }

    /// Watches the chamber's air (°C) for `seconds`, with heat or without.
    mutating func observe(air: Double?, seconds: Double) {
        regulator.observe(air: air, duty: commandedDuty, seconds: seconds)
    }

    /// Computes when `setPoint`, to which the chamber is on its way, will be reached; `nil`: there is
    /// none. `room` in °C.
    mutating func predict(
        _ setPoint: Celsius?,
        air: Double?,
        room: Double,
        by regulation: Regulation,
        seconds: Double,
        at now: Instant
    ) {
        // Between two temperatures there is no goal to compute with.
        let isModel = regulation == .model
        forecast.step(
            regulator.forecastInput(
                chamber: air,
                setPoint: isModel ? setPoint?.degrees : nil,
                room: room,
                seconds: seconds,
                now: now
            ),
            regulator.model
        )
    }

    /// The time until the set point is reached; `nil`: unknown, or not on the way.
    func readyIn(at now: Instant) -> Duration? {
        forecast.readyAt.map { max($0.duration(since: now), .zero) }
    }

    /// The chamber's way to the set point, as it was computed last; `nil` where ``readyIn(at:)`` is.
    var outlook: ReadyOutlook? { forecast.readyAt == nil ? nil : forecast.outlook }

    /// The duty that brings `air` (°C) to the set point, before any limit.
    mutating func duty(
        for setPoint: Celsius,
        air: Double,
        element: Celsius?,
        by regulation: Regulation,
        band: TemperatureDelta
    ) -> Duty {
        switch regulation {
        case .model:
            regulator.demand(setPoint: setPoint.degrees, chamber: air, element: element?.degrees)
        case .band:
            bandRegulator.demand(setPoint: setPoint.degrees, air: air, width: band.kelvins)
        }
    }

    /// Tells the regulator how much of its demand was granted for `seconds`.
    mutating func track(delivered: Duty, seconds: Double) {
        regulator.track(delivered: delivered, seconds: seconds)
    }

    /// Decides on the blower, which always runs with the heater.
    mutating func isFanOn(
        isHeating: Bool,
        isVentilating: Bool,
        view: ProbeReadings,
        at now: Instant
    ) -> Bool {
        fan.step(isHeating: isHeating, isVentilating: isVentilating, view: view, at: now)
    }
}
