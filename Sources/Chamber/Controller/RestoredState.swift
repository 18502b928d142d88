/// What the controller remembers over a restart, checked: what it starts from.
package struct RestoredState: Equatable, Sendable {
    /// As they were set last; `isOn` is always `false`. A board may lower a limit between two
    /// starts, so that the controller still clamps targets and hours to the board's own.
    package var settings = OperatingSettings()
    /// What was left of the drying run; it waits, it is never resumed by itself.
    package var dryingRemaining = Duration.zero
    /// Corrections of the probes' readings, within ±5 °C.
    package var offsets = ProbeOffsets()
    /// What was learned of heater and chamber.
    package var model = RestoredModel.none
    /// The latched fault, if the store knows of one.
    package var latch = RestoredLatch.none
    /// The number of the last fault that ever latched; the next one takes the number after it.
    package var lastFaultNumber: FaultNumber = 0

    /// A first start: factory values, nothing latched.
    package init() {}
}

/// The latch as it was found at the start.
package enum RestoredLatch: Equatable, Sendable {
    /// The store says in so many words that nothing is latched.
    case none
    /// A fault was latched when the power went.
    case latched(FaultRecord)
    /// Nobody can tell: start latched with ``FaultCode/stateUnreadable``. The text says why and
    /// what to do about it.
    case unreadable(String)
}
