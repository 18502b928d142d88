/// What a full-power step shows about the element.
struct ElementFit: Codable, Equatable, Sendable {
    /// A plain heater explains its curve to this share of a second of full power…
    static let plainShare = 0.25
    /// …or nearly as well as a heater with temperature-dependent power…
    static let plainRatio = 1.3
    /// …and never worse than this.
    static let mostPlainShare = 0.5
    /// A heater with temperature-dependent power must explain its curve to this share.
    private static let mostCurvedShare = 0.3
    /// No probe in air has more lag than this, in s; the air's loss is judged with at most that.
    static let longestAirLag = 90.0

    /// Element above chamber at full power by the element's temperature, once both have settled.
    let curve: ExcessCurve
    /// The time constant of the excess, including the lag of the element's probe, in s.
    let timeConstantSeconds: Double
    /// How far the chamber's probe lags behind the air, in s.
    let airLagSeconds: Double
    /// Root mean square of the unexplained rest, in K·s.
    let residualKelvinSeconds: Double
    /// The air's loss and the element's gain: the ratio of both conductances.
    let lossRatio: Double

    /// The share of a second of full power that the fit leaves unexplained.
    var unexplainedShare: Double { residualKelvinSeconds / max(curve.most, 1) }

    /// Whether the curve is that of a heater.
    var isGood: Bool {
        unexplainedShare <= (curve.isPlain ? Self.mostPlainShare : Self.mostCurvedShare)
    }
}
