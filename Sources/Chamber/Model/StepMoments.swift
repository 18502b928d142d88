/// The sums of products that the fits of a calibration are solved from, of fixed size: a sample goes
/// in once a second, and nothing else of the curve is kept.
///
/// Fitted is the element's balance, integrated from the start of the step so that noise averages out.
/// With e and a the rises of element and chamber probe, u the relay and ∫ from the start:
///
/// ```
/// ∫(e − a) = X · ∫u − τ · e + L · a − q · e′
/// ```
///
/// X: element above chamber at full power. τ: the element's time constant, its probe's lag included.
/// L: how late the chamber's probe is. q: what lag upon lag leaves over.
struct StepMoments: Codable, Sendable {
    /// The quantities whose products are summed, by their place in a sample.
    private enum Place {
        static let excessIntegral = 0
        static let onIntegral = 1
        static let element = 2
        static let elementRate = 3
        static let air = 4
        static let airRate = 5
        static let airIntegral = 6
    }

    /// Sums of products, 8 × 8, row by row; the last row and column stay empty.
    private var sums = SIMD64<Double>(repeating: 0)
    private(set) var count = 0

    /// Takes one sample: integrals in K·s (the relay's in s), rises in K, rates in K/s.
    mutating func add(
        excessIntegral: Double,
        onIntegral: Double,
        element: Double,
        elementRate: Double,
        air: Double,
        airRate: Double,
        airIntegral: Double
    ) {
        var sample = SIMD8<Double>(repeating: 0)
        sample[Place.excessIntegral] = excessIntegral
        sample[Place.onIntegral] = onIntegral
        sample[Place.element] = element
        sample[Place.elementRate] = elementRate
        sample[Place.air] = air
        sample[Place.airRate] = airRate
        sample[Place.airIntegral] = airIntegral
        for row in 0..<7 {
            for column in 0..<7 { sums[8 &* row &+ column] += sample[row] * sample[column] }
        }
        count &+= 1
    }

    private func sum(_ row: Int, _ column: Int) -> Double {
        sums[8 &* row &+ column]
    }

    /// The element's balance; `nil` where the curve does not determine it.
    var elementFit: ElementFit? {
        guard count >= 30 else { return nil }
        // ∫(e − a) = Σ parameter · sign · quantity
        let places = SIMD4<Int>(Place.onIntegral, Place.element, Place.air, Place.elementRate)
        let signs = SIMD4<Double>(1, -1, 1, -1)
        var matrix = SIMD16<Double>(repeating: 0)
        var right = SIMD4<Double>(repeating: 0)
        for row in 0..<4 {
            right[row] = signs[row] * sum(Place.excessIntegral, places[row])
            for column in 0..<4 {
                matrix[4 &* row &+ column] =
                    signs[row] * signs[column] * sum(places[row], places[column])
            }
        }
        guard let solution = Self.solve(matrix, right) else { return nil }
        var unexplained = sum(Place.excessIntegral, Place.excessIntegral)
        for row in 0..<4 { unexplained -= solution[row] * right[row] }
        let residual = (max(unexplained, 0) / Double(count)).squareRoot()
        return ElementFit(
            excessKelvin: solution[0],
            timeConstantSeconds: solution[1],
            airLagSeconds: solution[2],
            residualKelvinSeconds: residual,
            lossRatio: lossRatio(airLag: solution[2])
        )
    }

    /// What the chamber's air loses for each kelvin above the start, as a multiple of what the
    /// element gives it for each kelvin above the air.
    ///
    /// From the air's balance, a = k · ∫(e − a) − k · ratio · ∫a, with the air put `airLag` seconds
    /// ahead of its probe; 0 where the curve does not determine it.
    private func lossRatio(airLag lag: Double) -> Double {
        let (integral, air) = (Place.excessIntegral, Place.air)
        let (rate, airIntegral) = (Place.airRate, Place.airIntegral)
        // a + L a′, ∫a + L a, and ∫(e − a) − L a: products of them from the products of their parts.
        let riseRise = sum(air, air) + 2 * lag * sum(air, rate) + lag * lag * sum(rate, rate)
        let lossLoss =
            sum(airIntegral, airIntegral) + 2 * lag * sum(airIntegral, air)
            + lag * lag * sum(air, air)
        let riseLoss =
            sum(air, airIntegral) + lag * sum(air, air) + lag * sum(rate, airIntegral)
            + lag * lag * sum(rate, air)
        let riseGain =
            sum(integral, air) - lag * sum(air, air) + lag * sum(integral, rate)
            - lag * lag * sum(air, rate)
        let lossGain =
            sum(integral, airIntegral) - lag * sum(air, airIntegral) + lag * sum(integral, air)
            - lag * lag * sum(air, air)
        let determinant = riseRise * lossLoss - riseLoss * riseLoss
        guard determinant > 1e-9 * riseRise * lossLoss else { return 0 }
        return (riseRise * lossGain - riseLoss * riseGain) / determinant
    }

    /// Solves a symmetric, positive definite system of four by elimination; `nil` where it is
    /// singular to ten digits.
    private static func solve(
        _ matrix: SIMD16<Double>,
        _ right: SIMD4<Double>
    ) -> SIMD4<Double>? {
        var (rows, values) = (matrix, right)
        for pivot in 0..<4 {
            let scale = rows[5 &* pivot]
            guard scale > 1e-10 * matrix[5 &* pivot], scale.isFinite else { return nil }
            for row in (pivot &+ 1)..<max(4, pivot &+ 1) {
                let factor = rows[4 &* row &+ pivot] / scale
                for column in pivot..<4 {
                    rows[4 &* row &+ column] -= factor * rows[4 &* pivot &+ column]
                }
                values[row] -= factor * values[pivot]
            }
        }
        var row = 3
        while row >= 0 {
            for column in (row &+ 1)..<max(4, row &+ 1) {
                values[row] -= rows[4 &* row &+ column] * values[column]
            }
            values[row] /= rows[5 &* row]
            row &-= 1
        }
        return values
    }
}

/// What a full-power step tells of the element.
struct ElementFit: Codable, Equatable, Sendable {
    /// Element above chamber at full power, once both have settled, in K.
    let excessKelvin: Double
    /// How fast the excess settles, the lag of the element's probe included, in s.
    let timeConstantSeconds: Double
    /// How late the chamber's probe shows the air, in s.
    let airLagSeconds: Double
    /// Root mean square of what the fit leaves unexplained, in K·s.
    let residualKelvinSeconds: Double
    /// The air's loss beside the element's gain: both conductances, as a ratio.
    let lossRatio: Double
}
