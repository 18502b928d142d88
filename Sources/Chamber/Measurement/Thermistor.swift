package import SwitchCore

/// A thermistor with a negative temperature coefficient: resistance ↔ temperature.
package struct Thermistor: Codable, Equatable, Sendable {
    /// The relation of resistance and temperature.
    enum Law: Codable, Equatable, Sendable {
        /// 1/T = a + b · ln R + c · (ln R)³, T in kelvins.
        case steinhartHart(a: Double, b: Double, c: Double)
        /// Measured points, cold to hot, as ln R and 1/T. Between two points 1/T is linear in ln R,
        /// which is the beta law with a beta of its own for each stretch.
        case table([Point])
    }

    /// One point of a table, ready for interpolation.
    struct Point: Codable, Equatable, Sendable {
        let logarithmOfOhms: Double
        let reciprocalKelvin: Double

        init(_ calibration: CalibrationPoint) {
            logarithmOfOhms = Elementary.naturalLogarithm(calibration.resistance.value)
            reciprocalKelvin = 1 / (calibration.temperature.degrees + kelvinAtZeroCelsius)
        }
    }

    /// A resistance measured at a temperature.
    package struct CalibrationPoint: Equatable, Sendable {
        /// The point's temperature.
        package let temperature: Celsius
        /// The thermistor's resistance at that temperature.
        package let resistance: Ohms

        package init(_ temperature: Celsius, _ resistance: Ohms) {
            self.temperature = temperature
            self.resistance = resistance
        }
    }

    /// 0 °C in kelvins, by definition of the Celsius scale.
    private static let kelvinAtZeroCelsius = 273.15

    private let law: Law

    init(law: Law) {
        self.law = law
    }

    /// A thermistor from its resistance at one temperature and its beta (kelvins, 1,000…10,000);
    /// `nil` where beta is outside that range.
    package init?(beta: Double, through point: CalibrationPoint) {
        guard beta.isFinite, (1_000...10_000).contains(beta) else { return nil }
        let start = Point(point)
        law = .steinhartHart(
            a: start.reciprocalKelvin - start.logarithmOfOhms / beta,
            b: 1 / beta,
            c: 0
        )
    }

    /// A thermistor from three measured points (Steinhart–Hart); `nil` unless they give a curve that
    /// falls everywhere from −55 to 300 °C.
    package init?(
        through first: CalibrationPoint,
        _ second: CalibrationPoint,
        _ third: CalibrationPoint
    ) {
        let points = [first, second, third].sorted { $0.temperature < $1.temperature }.map(
            Point.init
        )
        let (cold, middle, hot) = (points[0], points[1], points[2])
        let slopeColdMiddle =
            (middle.reciprocalKelvin - cold.reciprocalKelvin)
            / (middle.logarithmOfOhms - cold.logarithmOfOhms)
        let slopeColdHot =
            (hot.reciprocalKelvin - cold.reciprocalKelvin)
            / (hot.logarithmOfOhms - cold.logarithmOfOhms)
        let sum = cold.logarithmOfOhms + middle.logarithmOfOhms + hot.logarithmOfOhms
        let c =
            (slopeColdHot - slopeColdMiddle) / (hot.logarithmOfOhms - middle.logarithmOfOhms) / sum
        let coldSquare = cold.logarithmOfOhms * cold.logarithmOfOhms
        let middleSquare = middle.logarithmOfOhms * middle.logarithmOfOhms
        let mixed = cold.logarithmOfOhms * middle.logarithmOfOhms
        let b = slopeColdMiddle - c * (coldSquare + mixed + middleSquare)
        let a = cold.reciprocalKelvin - (b + c * coldSquare) * cold.logarithmOfOhms
        guard a.isFinite, b.isFinite, c.isFinite, b > 0 else { return nil }
        let candidate = Thermistor(law: .steinhartHart(a: a, b: b, c: c))
        var previous = Double.infinity
        for degrees in stride(from: -55.0, through: 300, by: 5) {
            let resistance = candidate.resistance(at: Celsius(degrees)).value
            guard resistance.isFinite, resistance < previous else { return nil }
            previous = resistance
        }
        self = candidate
    }

    /// A thermistor from the coefficients of Steinhart and Hart's equation, as data sheets give them (kelvins
    /// and ohms); `nil` unless they give a curve that falls from -30 to 300 °C through resistances that
    /// thermistors have.
    package init?(coefficients a: Double, _ b: Double, _ c: Double) {
        guard a.isFinite, b.isFinite, c.isFinite, b > 0, c >= 0 else { return nil }
        let candidate = Thermistor(law: .steinhartHart(a: a, b: b, c: c))
        var previous = 1e8
        for degrees in stride(from: -30.0, through: 300, by: 5) {
            let resistance = candidate.resistance(at: Celsius(degrees)).value
            guard resistance.isFinite, resistance < previous, resistance > 1 else { return nil }
            previous = resistance
        }
        self = candidate
    }

    /// A thermistor from a table of measured points; `nil` with fewer than two, or where a hotter point
    /// does not have a lower resistance.
    package init?(table: [CalibrationPoint]) {
        let points = table.sorted { $0.temperature < $1.temperature }.map(Point.init)
        guard points.count >= 2 else { return nil }
        for (colder, hotter) in zip(points, points.dropFirst()) {
            guard hotter.logarithmOfOhms < colder.logarithmOfOhms,
                hotter.reciprocalKelvin < colder.reciprocalKelvin
            else { return nil }
        }
        law = .table(points)
    }

    /// The temperature at which the thermistor has this resistance.
    package func temperature(at resistance: Ohms) -> Celsius {
        let logarithm = Elementary.naturalLogarithm(resistance.value)
        let reciprocal: Double
        switch law {
        case .steinhartHart(let a, let b, let c):
            reciprocal = a + (b + c * logarithm * logarithm) * logarithm
        case .table(let points):
            // The stretch around the point; the first and the last one extend beyond their ends.
            var hotter = 1
            while hotter < points.count - 1, points[hotter].logarithmOfOhms > logarithm {
                hotter += 1
            }
            let (start, end) = (points[hotter - 1], points[hotter])
            let share =
                (logarithm - start.logarithmOfOhms) / (end.logarithmOfOhms - start.logarithmOfOhms)
            reciprocal =
                start.reciprocalKelvin + share * (end.reciprocalKelvin - start.reciprocalKelvin)
        }
        // A reciprocal at or below zero is hotter than anything: return a number that trips.
        guard reciprocal > 1e-4 else { return Celsius(9_726.85) }
        return Celsius(1 / reciprocal - Self.kelvinAtZeroCelsius)
    }

    /// The thermistor's resistance at this temperature (for simulation).
    package func resistance(at temperature: Celsius) -> Ohms {
        let reciprocal = 1 / max(temperature.degrees + Self.kelvinAtZeroCelsius, 1)
        let logarithm: Double
        switch law {
        case .steinhartHart(let a, let b, let c):
            // Newton's method on a cubic that rises everywhere, from the linear solution.
            var guess = (reciprocal - a) / b
            for _ in 0..<12 {
                let value = a + (b + c * guess * guess) * guess - reciprocal
                guess -= value / (b + 3 * c * guess * guess)
            }
            logarithm = guess
        case .table(let points):
            var hotter = 1
            while hotter < points.count - 1, points[hotter].reciprocalKelvin > reciprocal {
                hotter += 1
            }
            let (start, end) = (points[hotter - 1], points[hotter])
            let share =
                (reciprocal - start.reciprocalKelvin)
                / (end.reciprocalKelvin - start.reciprocalKelvin)
            logarithm =
                start.logarithmOfOhms + share * (end.logarithmOfOhms - start.logarithmOfOhms)
        }
        return Ohms(literal: Elementary.exponential(logarithm))
    }
}
