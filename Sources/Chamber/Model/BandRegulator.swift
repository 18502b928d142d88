import SwitchCore

/// Regulation between two temperatures: full power from below the band's lower end up to its upper end,
/// none from there down again.
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

    /// The state at the start of a session: within the band nothing heats yet.
    mutating func reset() {
        isHeating = false
    }

    /// The duty at `air`, all in °C and K.
    mutating func demand(setPoint: Double, air: Double, width: Double) -> Duty {
        if air < setPoint - width / 2 { isHeating = true }
        if air >= setPoint + width / 2 { isHeating = false }
        return isHeating ? .full : .off
    }
}
