/// What the tachometer shows in one step.
struct FanRotation {
    /// The turns since the last step, in whole pulses.
    let turns: Double
    /// The blower's rated speed in turns per second; `nil`: unknown.
    let rated: Double?

    init(_ tachometer: Tachometer, pulses: Int) {
        turns = Double(pulses) / Double(tachometer.pulsesPerTurn)
        rated = tachometer.ratedTurnsPerMinute.map { $0 / 60 }
    }
}
