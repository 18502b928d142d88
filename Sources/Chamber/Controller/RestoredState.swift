/// What the controller remembers over a restart, checked.
package struct RestoredState: Equatable, Sendable {
    /// The last settings; `isOn` is always `false`. A board may lower a limit between two starts, so
    /// the controller clamps targets and hours again.
    package var settings = OperatingSettings()
    /// What is left of the drying run; a run never resumes on its own.
    package var dryingRemaining = Duration.zero
    /// Corrections of the probes' readings, within ±5 °C.
    package var offsets = ProbeOffsets()
    /// The learned model of heater and chamber.
    package var model = RestoredModel.none
    /// What earlier runs on this board and calibration showed.
    package var health = RestoredHealth()
    /// How many times the heater's relay has closed in its life.
    package var relaySwitchings: UInt64 = 0
    /// The latched fault, if the store knows of one.
    package var latch = RestoredLatch.none
    /// The number of the last latched fault; the next fault takes the number after it.
    package var lastFaultNumber: FaultNumber = 0

    /// A first start: factory values, nothing latched.
    package init() {}
}

/// The latch as found at the start.
package enum RestoredLatch: Equatable, Sendable {
    /// The store states that nothing is latched.
    case none
    /// A fault was latched when the last run ended.
    case latched(FaultRecord)
    /// The store cannot be read: start latched with ``FaultCode/stateUnreadable``. The text says why,
    /// and what to do.
    case unreadable(String)
}
