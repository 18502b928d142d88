/// The elementary functions for control and simulation, written with additions, multiplications and
/// divisions only, so that a run gives the same bytes on every machine and with every C library. The
/// last bit of libm's results can differ with and without fused multiply-add.
package enum Elementary {
    /// ln 2, split so that a multiple of the first part by a small whole number is exact
    /// (the usual Cody–Waite reduction).
    private static let ln2High = 0x1.62e42fee00000p-1
    private static let ln2Low = 0x1.a39ef35793c76p-33

    /// The natural logarithm; not-a-number for a number that is not above zero.
    ///
    /// ln(m · 2^k) = k · ln 2 + 2 · artanh((m − 1) / (m + 1)) with m in √½…√2: the series' twelfth
    /// term is below 10⁻¹⁷.
    package static func naturalLogarithm(_ number: Double) -> Double {
        guard number > 0, number.isFinite else { return .nan }
        var mantissa = number.significand
        var power = Double(number.exponent)
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            power += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var sum = 0.0
        var divisor = 23.0
        while divisor >= 3 {
            sum = (sum + 1 / divisor) * square
            divisor -= 2
        }
        return power * ln2High + (2 * ratio * (1 + sum) + power * ln2Low)
    }

    /// The exponential function; 0 below −700, infinity above 700.
    ///
    /// e^x = 2^k · e^r with |r| ≤ ½ ln 2: the series' fifteenth term is below 10⁻¹⁸.
    package static func exponential(_ number: Double) -> Double {
        guard number == number else { return .nan }
        guard number > -700 else { return 0 }
        guard number < 700 else { return .infinity }
        let power = (number / (ln2High + ln2Low)).rounded()
        let rest = (number - power * ln2High) - power * ln2Low
        var sum = 1.0
        var term = 15.0
        while term >= 1 {
            sum = 1 + sum * rest / term
            term -= 1
        }
        return Double(sign: .plus, exponent: Int(power), significand: sum)
    }
}
