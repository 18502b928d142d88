package import SwitchCore

/// Every request that a person or a machine can make to the controller.
///
/// Numbers in a wish are finite by type; the controller decides whether they are allowed: it clamps a
/// target to the board's limit and refuses what makes no sense.
package enum Wish: Equatable, Sendable {
    /// Allow heating and ventilating, or end both (which ends a drying run too).
    case setPower(Bool)
    /// Choose the source of demand; leaving `.drying` ends a drying run.
    case setMode(OperatingMode)
    /// Set point of the modes auto and always on; clamped to the board's limit.
    case setTarget(Celsius)
    /// Bed target from which auto mode runs the fan alone; 0–120 °C, else refused.
    case setFanBedThreshold(Celsius)
    /// Bed target from which auto mode heats; 40–120 °C, else refused.
    case setHeatBedThreshold(Celsius)
    /// Choose the drying programme, and load its hours and set point, also into a run in progress.
    case selectDryingPreset(DryingPreset)
    /// Set point of the custom drying programme, from the next run on, as on the Panda Breath wire;
    /// clamped to the board's limit.
    case setCustomDryingTarget(Celsius)
    /// Set point of the custom drying programme, also of a custom run in progress; clamped to the
    /// board's limit.
    case setDryingTarget(Celsius)
    /// The set point that a thermostat shows: in the mode drying with the power on that of the
    /// programme, which then is the custom one, else ``setTarget(_:)``; clamped to the board's limit.
    case setShownTarget(Celsius)
    /// Hours of the custom drying programme, also loaded into the countdown of any programme; clamped
    /// to 1…the board's longest run.
    case setCustomDryingHours(Int)
    /// Start the drying run: at once where the power is on, else when it is turned on within a minute.
    case startDrying
    /// Start the drying run in the mode drying alone; in another mode the start is remembered for a
    /// second in which the same requester may choose that mode (Panda Breath wire contract, section 5).
    case startDryingInMode
    /// End the drying run; the power stays on.
    case stopDrying
    /// Turn the power on in this mode, with the numbers that are set when the wish arrives; drying
    /// starts its run. In one wish.
    case run(OperatingMode)
    /// Hold `target`: mode always on and power on, in one wish.
    case heat(to: Celsius)
    /// Dry at `target` for `hours`: custom programme, mode drying, power on and run started, in one
    /// wish.
    case dry(target: Celsius, hours: Int)
    /// The same for a number of minutes; clamped to an hour…the board's longest run.
    case dryFor(target: Celsius, minutes: Int)
    /// Change the drying run in progress: its set point, and its end by so many minutes. Refused where none
    /// is in progress.
    case changeDrying(target: Celsius?, addedMinutes: Int)
    /// Dry by a preset: mode drying, power on and run started, in one wish.
    case dryPreset(DryingPreset)
    /// Renew the lease of a remote session for another term.
    case renewLease
    /// The same, and the longest session begins again: its owner wants nobody to ask again.
    case renewSession
    /// Learn the model by a full-power step from rest, with at most 4 min of heating; turns the power
    /// on, and off at the end.
    case calibrate
    /// End a calibration without a result, and turn the power off.
    case stopCalibration
    /// Forget the calibration and all that holding taught: the board file's numbers apply again. Refused
    /// while the power is on.
    case forgetCalibration
    /// Count the relay's switchings from 0: a person has replaced it.
    case restartRelayCount
    /// Hold `target` as ``heat(to:)`` does, and report when the duty of the hold has settled.
    case soak(at: Celsius)
    /// The same at the target that is set when the wish arrives.
    case soakAtTarget
    /// End the soak now; the target is still held.
    case skipSoak
    /// The printer's report of its bed; `nil` when no printer is connected.
    case reportBed(BedReport?)
    /// How many `/ws` clients are connected (for the board's `panda_client_timeout`).
    case reportPandaClients(Int)
    /// Correct a probe's reading by `offset`; clamped to ±5 °C.
    case setOffset(ProbeName, TemperatureDelta)
    /// Clear the latched fault, where its condition has gone.
    case clearLatch
    /// The store has removed the latch with this number from the disk; only the store may send this.
    case confirmLatchCleared(FaultNumber)
    /// Merge a set of numbers into the present ones; each is clamped to the board's range.
    case tune(Tuning)
    /// Silence the buzzer, or let it sound again.
    case silence(AlarmSilence.Order)
    /// The volume of the buzzer; clamped to 0…100.
    case setVolume(Int)
    /// The brightness of the lights; clamped to 0…100.
    case setBrightness(Int)
    /// Turn the outputs off and restore the settings of the first start; a latched fault stays.
    case restoreFactorySettings
}
