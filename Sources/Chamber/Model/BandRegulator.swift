import SwitchCore

/// Regulation between two temperatures: full power from below the band's lower end up to its upper end,
/// then none until the air is below the lower end again.
///
/// ```
///            below set point − width/2
///   resting ──────────────────────────▶ heating
///           ◀──────────────────────────
///            at set point + width/2
/// ```
///
/// Tests: `BandRegulationTests`.
struct BandRegulator: Codable {
    private var isHeating = false

    /// Resets the state for a new session: within the band the heater starts off.
    mutating func reset() {
        isHeating = false
    }

    /// The duty at `air` (°C), with the set point in °C and the band's width in K.
    mutating func demand(setPoint: Double, air: Double, width: Double) -> Duty {
        if air < setPoint - width / 2 { isHeating = true }
        if air >= setPoint + width / 2 { isHeating = false }
        return isHeating ? .full : .off
    }
}
