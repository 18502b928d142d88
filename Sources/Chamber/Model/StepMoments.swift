/// The sums of products for the fits of a calibration, of fixed size: one sample goes in each second,
/// and nothing else of the curve is kept.
///
/// The fit is the element's balance, integrated from the start of the step so that noise averages out.
/// With e and a the rises of element and chamber probe, u the relay, and ∫ from the start:
///
/// ```
/// ∫(e − a) = X₀ · ∫u − τ · e + L · a − q · e′ [+ Y · ∫u·e + Z · ∫u·e²] [− τ₂ · e₂]
/// ```
///
/// X₀ + Y·e + Z·e² is element above chamber at full power: a number for a plain heater, a curve for a
/// PTC element. τ is the element's time constant, including its probe's lag. L is the lag of the
/// chamber's probe. q is the second-order rest of both lags. e₂ is e behind a lag of
/// ``ElementFit/secondLagSeconds``, and τ₂ the part of the time constant of a mass that follows the rest
/// of the element so late: the relay's edges show it.
struct StepMoments: Codable, Sendable {
    /// The indices of the quantities in a sample.
    private enum Place {
        static let excessIntegral = 0
        static let onIntegral = 1
        static let element = 2
        static let elementRate = 3
        static let air = 4
        static let airRate = 5
        static let airIntegral = 6
        static let onElementIntegral = 7
        static let onSquareIntegral = 8
        static let laggedElement = 9
        static let count = 10
    }

    /// One second of the step: integrals in K·s (of the relay in s), rises in K, rates in K/s.
    struct Sample {
        var excessIntegral = 0.0
        var onIntegral = 0.0
        var element = 0.0
        var elementRate = 0.0
        var air = 0.0
        var airRate = 0.0
        var airIntegral = 0.0
        /// ∫u·e in K·s and ∫u·e² in K²·s.
        var onElementIntegral = 0.0
        var onSquareIntegral = 0.0
        /// The element's rise behind the lag of a second mass, in K.
        var laggedElement = 0.0
    }

    /// Sums of products: the lower half of a 10 × 10 matrix, row by row.
    private var products = SIMD64<Double>(repeating: 0)
    /// The element's largest rise above rest, in K.
    private var highest = 0.0
    private(set) var count = 0

    /// Adds one sample.
    mutating func add(_ sample: Sample) {
        var values = SIMD16<Double>(repeating: 0)
        values[Place.excessIntegral] = sample.excessIntegral
        values[Place.onIntegral] = sample.onIntegral
        values[Place.element] = sample.element
        values[Place.elementRate] = sample.elementRate
        values[Place.air] = sample.air
        values[Place.airRate] = sample.airRate
        values[Place.airIntegral] = sample.airIntegral
        values[Place.onElementIntegral] = sample.onElementIntegral
        values[Place.onSquareIntegral] = sample.onSquareIntegral
        values[Place.laggedElement] = sample.laggedElement
        var place = 0
        for row in 0..<Place.count {
            for column in 0...row {
                products[place] += values[row] * values[column]
                place &+= 1
            }
        }
        highest = max(highest, sample.element)
        count &+= 1
    }

    private func sum(_ row: Int, _ column: Int) -> Double {
        let (high, low) = row > column ? (row, column) : (column, row)
        return products[high &* (high &+ 1) / 2 &+ low]
    }

    /// The element's balance; `nil` where the curve does not determine it.
    ///
    /// A plain heater's four parameters where they explain the curve; else with a second mass, with
    /// temperature-dependent power, or with both: the first that explains it nearly as well as any.
    var elementFit: ElementFit? {
        guard count >= 30, let plain = fit(Columns.plain) else { return nil }
        let share = plain.residualKelvinSeconds / abs(plain.curve.base)
        guard share > ElementFit.plainShare,
            let curved = fit(Columns.curved(like: plain, highest: highest, hasSecondMass: false))
        else { return plain }
        let second = good(.secondMass)
        if share <= ElementFit.mostPlainShare,
            plain.explains(ElementFit.plainRatio, of: curved)
        {
            return second.flatMap { $0.explains(ElementFit.secondRatio, of: plain) ? $0 : nil }
                ?? plain
        }
        let both = good(Columns.curved(like: plain, highest: highest, hasSecondMass: true))
        let best = both.flatMap { $0.explains(1, of: curved) ? $0 : nil } ?? curved
        if let second, second.explains(ElementFit.plainRatio, of: best) { return second }
        return curved.isGood && curved.explains(ElementFit.plainRatio, of: best) ? curved : best
    }

    private func good(_ columns: Columns) -> ElementFit? {
        fit(columns).flatMap { $0.isGood ? $0 : nil }
    }

    /// The parameters of a fit: how many there are, and the expected value of each.
    private struct Columns {
        /// How many parameters are fitted: the first four, or with those of the power six, and the second
        /// mass as the last.
        let count: Int
        let hasCurve: Bool
        let hasSecondMass: Bool
        /// Added to the sums for the expected values: weights, and weights times means.
        var weights = SIMD8<Double>(repeating: 0)
        var pulls = SIMD8<Double>(repeating: 0)

        static let plain = Columns(hasCurve: false, hasSecondMass: false)
        static let secondMass = Columns(hasCurve: false, hasSecondMass: true)

        private init(hasCurve: Bool, hasSecondMass: Bool) {
            self.hasCurve = hasCurve
            self.hasSecondMass = hasSecondMass
            count = (hasCurve ? 6 : 4) + (hasSecondMass ? 1 : 0)
        }

        /// The quantity of a parameter, and the sign that it has in the balance.
        func term(_ index: Int) -> (place: Int, sign: Double) {
            if hasSecondMass, index == count - 1 { return (Place.laggedElement, -1) }
            switch index {
            case 0: return (Place.onIntegral, 1)
            case 1: return (Place.element, -1)
            case 2: return (Place.air, 1)
            case 3: return (Place.elementRate, -1)
            case 4: return (Place.onElementIntegral, 1)
            default: return (Place.onSquareIntegral, 1)
            }
        }

        /// Expected values for a heater with temperature-dependent power, each with a mean and a
        /// spread: τ 40 ± 25 s, L 20 ± 15 s, q 200 ± 150 s², no more curvature than the power itself,
        /// and a second mass of 0 ± 15 s. They weigh as much as ten samples that leave a fifth of the excess unexplained.
        /// Without them, fade and τ cannot be separated on some curves.
        static func curved(
            like plain: ElementFit,
            highest: Double,
            hasSecondMass: Bool
        ) -> Columns {
            let excess = abs(plain.curve.base)
            let noise = 0.2 * excess
            let scale = 10 * noise * noise
            var columns = Columns(hasCurve: true, hasSecondMass: hasSecondMass)
            columns.expect(1, mean: 40, spread: 25, scale)
            columns.expect(2, mean: 20, spread: 15, scale)
            columns.expect(3, mean: 200, spread: 150, scale)
            let reach = max(highest, 1)
            columns.expect(4, mean: 0, spread: max(excess, 1) / reach, scale)
            columns.expect(5, mean: 0, spread: max(excess, 1) / (reach * reach), scale)
            if hasSecondMass { columns.expect(6, mean: 0, spread: 15, scale) }
            return columns
        }

        private mutating func expect(
            _ index: Int,
            mean: Double,
            spread: Double,
            _ scale: Double
        ) {
            weights[index] = scale / (spread * spread)
            pulls[index] = weights[index] * mean
        }
    }

    private func fit(_ columns: Columns) -> ElementFit? {
        // ∫(e − a) = Σ parameter · sign · quantity
        var places = SIMD8<Int>(repeating: 0)
        var signs = SIMD8<Double>(repeating: 0)
        for index in 0..<columns.count { (places[index], signs[index]) = columns.term(index) }
        var system = LinearSystem(count: columns.count)
        var plainRight = SIMD8<Double>(repeating: 0)
        for row in 0..<columns.count {
            plainRight[row] = signs[row] * sum(Place.excessIntegral, places[row])
            system.right[row] = plainRight[row] + columns.pulls[row]
            for column in 0..<columns.count {
                system[row, column] =
                    signs[row] * signs[column] * sum(places[row], places[column])
            }
            system[row, row] += columns.weights[row]
        }
        let normal = system
        guard let solution = system.solved() else { return nil }
        // Σ(y − Σ p·x)² = Σy² − 2 Σ p·(right) + Σ p·p·(sums), without the expected values' weights.
        var unexplained = sum(Place.excessIntegral, Place.excessIntegral)
        for row in 0..<columns.count {
            unexplained -= 2 * solution[row] * plainRight[row]
            for column in 0..<columns.count {
                let product = normal[row, column] - (row == column ? columns.weights[row] : 0)
                unexplained += solution[row] * solution[column] * product
            }
        }
        let second = columns.hasSecondMass ? solution[columns.count - 1] : nil
        return ElementFit(
            curve: ExcessCurve(
                base: solution[0],
                perKelvin: columns.hasCurve ? solution[4] : 0,
                perSquareKelvin: columns.hasCurve ? solution[5] : 0,
                highest: highest
            ),
            timeConstantSeconds: solution[1] + (second ?? 0),
            secondSeconds: second,
            airLagSeconds: solution[2],
            residualKelvinSeconds: (max(unexplained, 0) / Double(count)).squareRoot(),
            lossRatio: lossRatio(airLag: min(max(solution[2], 0), ElementFit.longestAirLag))
        )
    }

    /// The loss of the chamber's air per kelvin above the start, as a multiple of the element's gain
    /// per kelvin above the air.
    ///
    /// From the air's balance, a = k · ∫(e − a) − k · ratio · ∫a, with the air `airLag` seconds ahead
    /// of its probe; 0 where the curve does not determine it.
    private func lossRatio(airLag lag: Double) -> Double {
        let (integral, air) = (Place.excessIntegral, Place.air)
        let (rate, airIntegral) = (Place.airRate, Place.airIntegral)
        // Products of a + L a′, ∫a + L a, and ∫(e − a) − L a, from the products of their parts.
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
}
