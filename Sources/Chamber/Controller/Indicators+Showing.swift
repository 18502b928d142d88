import SwitchCore

extension Indicators {
    /// Steps in a second.
    private static let stepsPerSecond: UInt64 = 10
    /// The buzzer's period while a fault is latched, in steps.
    private static let soundPeriodSteps: UInt64 = 100
    /// A buzzer has no volume: it sounds one step longer for each 25 %.
    private static let percentPerSoundStep: UInt64 = 25

    /// What the board shows in this step. The alive light is on, and blinks twice a second with a
    /// fault; the mode light is on with the power, and blinks once a second while drying; the buzzer
    /// sounds for 0.1…0.4 s every 10 s while a fault is latched.
    ///
    /// `volume` and `brightness` are 0…100. Lights are only on or off: at brightness 0 they are off,
    /// except while a fault is latched.
    static func showing(
        step: UInt64,
        isLatched: Bool,
        isOn: Bool,
        isDrying: Bool,
        volume: Int,
        brightness: Int
    ) -> Indicators {
        let isFirstHalf = step % stepsPerSecond < stepsPerSecond / 2
        // Written out: the literal `[]` of a set from another room allocates memory the first time.
        var shown = Indicators(rawValue: 0)
        let isLit = brightness > 0 || isLatched
        if isLit, !isLatched || step % 5 < 3 { shown.insert(.aliveLight) }
        if isLit, isOn, !isDrying || isFirstHalf { shown.insert(.modeLight) }
        let percent = UInt64(clamping: volume)
        let soundSteps = (percent + percentPerSoundStep - 1) / percentPerSoundStep
        if isLatched, step % soundPeriodSteps < soundSteps { shown.insert(.buzzer) }
        return shown
    }
}
