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
    /// One with a second mass besides must explain it to this share: more terms follow more curves, also
    /// that of a probe that slips (0.26 and more from a fifth of its contact on).
    private static let mostCurvedSecondShare = 0.25
    /// A second mass explains the curve, and not a plain heater, where it leaves less than this of the
    /// rest: a plain heater's noise is halved by no term.
    static let secondRatio = 0.5
    /// How far an element's second mass lags behind the rest, in s: together with the other terms this
    /// one follows any lag from 8 to 30 s.
    static let secondLagSeconds = 16.0
    /// The shares of the time constant that a second mass has. A probe that slips needs a negative one.
    private static let secondShares = 0.05...0.65
    /// No probe in air has more lag than this, in s; the air's loss is judged with at most that.
    static let longestAirLag = 90.0

    /// Element above chamber at full power by the element's temperature, once both have settled.
    let curve: ExcessCurve
    /// The time constant of the excess, including the lag of the element's probe and a second mass, in s.
    let timeConstantSeconds: Double
    /// The part of it that a second mass has; `nil` where the element is one lump, in s.
    let secondSeconds: Double?
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
        guard let secondSeconds else {
            return unexplainedShare <= (curve.isPlain ? Self.mostPlainShare : Self.mostCurvedShare)
        }
        return Self.secondShares.contains(secondSeconds / timeConstantSeconds)
            && unexplainedShare
                <= (curve.isPlain ? Self.mostCurvedShare : Self.mostCurvedSecondShare)
    }

    /// Whether no more than `ratio` times the rest of `other` is unexplained.
    func explains(_ ratio: Double, of other: ElementFit) -> Bool {
        residualKelvinSeconds <= ratio * other.residualKelvinSeconds
    }
}
