import SwitchCore

/// Removes power from an element at its limit, and restores it when the element has cooled; no latch.
///
/// ```
/// clear ──element ≥ foldback──▶ folded back ──element ≤ resume──▶ clear
/// ```
///
/// Tests: `FoldbackTests`.
struct Foldback: Codable {
    private let foldback: Double
    private let resume: Double
    private(set) var isActive = false

    init(_ limits: Limits) {
        foldback = limits.elementFoldback.degrees
        resume = limits.elementResume.degrees
    }

    /// Judges the element's temperature in °C (the hotter of filtered and newest); returns whether the
    /// state changed. Without a temperature the state stays.
    mutating func judge(element degrees: Double?) -> Bool {
        guard let degrees else { return false }
        let wasActive = isActive
        if degrees >= foldback {
            isActive = true
        } else if degrees <= resume {
            isActive = false
        }
        return isActive != wasActive
    }
}
