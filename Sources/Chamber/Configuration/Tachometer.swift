/// A blower's tachometer. It proves that the blower turns, not that air moves.
package struct Tachometer: Codable, Equatable, Sendable {
    /// The pulses of one turn, at least 1.
    package var pulsesPerTurn: Int
    /// The blower's rated speed; `nil`: unknown.
    package var ratedTurnsPerMinute: Double?

    /// Fewer pulses than one count as one.
    package init(pulsesPerTurn: Int, ratedTurnsPerMinute: Double? = nil) {
        self.pulsesPerTurn = max(pulsesPerTurn, 1)
        self.ratedTurnsPerMinute = ratedTurnsPerMinute
    }
}
