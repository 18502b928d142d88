import SwitchCore

extension Double {
    /// The number with `decimals` digits (0…6) after the point, the same on every machine; `nan` where
    /// it is not finite or too large for that.
    package func fixed(_ decimals: Int) -> String {
        var scale = 1
        for _ in 0..<min(max(decimals, 0), 6) { scale *= 10 }
        let scaled = (self * Double(scale)).rounded()
        guard scaled.isFinite, abs(scaled) < 9e15 else { return "nan" }
        let units = Int64(scaled)
        let magnitude = units.magnitude
        let whole = String(magnitude / UInt64(scale))
        let sign = units < 0 ? "-" : ""
        guard scale > 1 else { return sign + whole }
        let fraction = String(magnitude % UInt64(scale))
        let zeros = String(repeating: "0", count: min(max(decimals, 0), 6) - fraction.count)
        return sign + whole + "." + zeros + fraction
    }

    /// The share in whole percent: `85 %` for 0.85.
    package var percent: String { "\((self * 100).fixed(0)) %" }
}
