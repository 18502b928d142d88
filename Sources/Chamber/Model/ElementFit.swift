/// What a full-power step tells of the element.
struct ElementFit: Codable, Equatable, Sendable {
    /// A plain heater explains its curve to this share of a second of full power…
    static let plainShare = 0.25
    /// …or nearly as well as a heater whose power goes with its temperature would…
    static let plainRatio = 1.3
    /// …and never worse than this.
    static let mostPlainShare = 0.5
    /// A heater whose power goes with its temperature has to explain its curve to this share.
    private static let mostCurvedShare = 0.3
    /// The air's loss is judged with no more lag than any probe in air has, in s.
    static let longestAirLag = 90.0

    /// Element above chamber at full power by the element's temperature, once both have settled.
    let curve: ExcessCurve
    /// How fast the excess settles, the lag of the element's probe included, in s.
    let timeConstantSeconds: Double
    /// How late the chamber's probe shows the air, in s.
    let airLagSeconds: Double
    /// Root mean square of what the fit leaves unexplained, in K·s.
    let residualKelvinSeconds: Double
    /// The air's loss beside the element's gain: both conductances, as a ratio.
    let lossRatio: Double

    /// The share of a second of full power that the fit leaves unexplained.
    var unexplainedShare: Double { residualKelvinSeconds / max(curve.most, 1) }

    /// The curve is one of a heater.
    var isGood: Bool {
        unexplainedShare <= (curve.isPlain ? Self.mostPlainShare : Self.mostCurvedShare)
    }
}
