import SwitchCore

/// The latch, the warnings that stand, and the rules that judge.
struct Protection: Codable {
    var latch: Latch
    var warnings = WarningSet()
    var probeFailure = ProbeFailureGuard()
    let overTemperature: OverTemperatureGuard
    var foldback: Foldback
    var lease = RemoteLease()
    var pandaAbsence: PandaAbsence
    var sessionLimit: SessionLimit
    var clockGuard = ClockGuard()
    var outputGuard = OutputGuard()
    var plantGuards: PlantGuards

    init(_ configuration: ControllerConfiguration, lastFaultNumber: FaultNumber) {
        latch = Latch(lastNumber: lastFaultNumber)
        overTemperature = OverTemperatureGuard(configuration.limits)
        foldback = Foldback(configuration.limits)
        pandaAbsence = PandaAbsence(timeout: configuration.pandaClientTimeout)
        sessionLimit = SessionLimit(configuration.limits)
        plantGuards = PlantGuards(configuration.guards)
    }

    /// The rules judge by these numbers from now on.
    mutating func adopt(_ guards: GuardParameters) {
        probeFailure.adopt(guards)
        plantGuards.adopt(guards)
    }

    /// Heat is held back although it is wanted: the element is at its limit, or a probe that is not
    /// fresh might be.
    func mustHold(_ probes: Probes, at now: Instant) -> Bool {
        foldback.isActive || overTemperature.mustHold(probes, at: now)
    }
}
