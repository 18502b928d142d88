package import SwitchCore

/// Everything that a person or a machine can want of the controller.
///
/// Numbers in a wish are finite by type; whether they are allowed is the controller's to judge:
/// it clamps a target to the board's limit and refuses what makes no sense.
package enum Wish: Equatable, Sendable {
    /// Allow heating and ventilating, or end both (which ends a drying run too).
    case setPower(Bool)
    /// Choose what decides about heat; leaving `.drying` ends a drying run.
    case setMode(OperatingMode)
    /// Set point of the modes auto and always on; clamped to the board's limit.
    case setTarget(Celsius)
    /// Bed target from which auto mode runs the fan alone; 0–120 °C, else refused.
    case setFanBedThreshold(Celsius)
    /// Bed target from which auto mode heats; 40–120 °C, else refused.
    case setHeatBedThreshold(Celsius)
    /// Choose the drying programme, and load its hours and set point into a run under way too.
    case selectDryingPreset(DryingPreset)
    /// Set point of the custom drying programme, from the next run on; clamped to the board's limit.
    case setCustomDryingTarget(Celsius)
    /// Hours of the custom drying programme, loaded into the countdown too, whatever programme is in
    /// force; clamped to 1…the board's longest run.
    case setCustomDryingHours(Int)
    /// Start the drying run: at once where the power is on, else when it is turned on within a minute.
    case startDrying
    /// End the drying run and stay on.
    case stopDrying
    /// Hold `target`: mode always on, power on, all in one.
    case heat(to: Celsius)
    /// Dry at `target` for `hours`: custom programme, mode drying, power on, run started, all in one.
    case dry(target: Celsius, hours: Int)
    /// Dry by a preset: mode drying, power on, run started, all in one.
    case dryPreset(DryingPreset)
    /// The lease of a remote session goes on for another term.
    case renewLease
    /// Learn the model by a full-power step from rest: at most 4 min of heating, power on for itself
    /// and off at its end.
    case calibrate
    /// End a calibration without a result, and the power with it.
    case stopCalibration
    /// Hold `target` as ``heat(to:)`` does, and tell when the duty that this takes has settled.
    case soak(at: Celsius)
    /// The soak is done now; the target goes on being held.
    case skipSoak
    /// What the printer says about its bed; `nil` when no printer is connected.
    case reportBed(BedReport?)
    /// How many `/ws` clients are connected (for the board's `panda_client_timeout`).
    case reportPandaClients(Int)
    /// Correct a probe's reading by `offset`; clamped to ±5 °C.
    case setOffset(ProbeName, TemperatureDelta)
    /// Forget the latched fault, where its condition has gone.
    case clearLatch
    /// The store has removed the latch with this number from the disk: only the store says so.
    case confirmLatchCleared(FaultNumber)
    /// Take a batch of numbers all at once; each is clamped to what the board allows.
    case tune(Tuning)
    /// Quiet the buzzer, or let it sound again.
    case silence(AlarmSilence.Order)
    /// How loud the buzzer is; clamped to 0…100.
    case setVolume(Int)
    /// How bright the lights are; clamped to 0…100.
    case setBrightness(Int)
    /// Outputs off and the settings as at first start; a latched fault stays.
    case restoreFactorySettings
}
