/// A share of the calibration's that fades over many runs: a warning below ``least``, over above
/// ``sound``.
struct FadingShare {
    let code: FaultCode
    let least: Double
    let sound: Double

    /// Judges the mean of the last runs; `nil`: not measured.
    func judge(_ share: Double?, _ input: GuardInput) -> Hazard? {
        let isStanding = input.warnings.contains(code)
        guard let share, share < (isStanding ? sound : least) else { return nil }
        return Hazard(code, .warning, .measured(share, limit: least))
    }
}
