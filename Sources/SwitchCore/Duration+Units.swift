extension Duration {
    /// `count` minutes.
    package static func minutes(_ count: Int) -> Duration {
        .seconds(count * 60)
    }

    /// `count` hours.
    package static func hours(_ count: Int) -> Duration {
        .seconds(count * 3600)
    }

    /// Whole nanoseconds; beyond 64 bits, the nearest value that fits.
    package var inNanoseconds: Int64 {
        let parts = components
        let (whole, overflowed) = parts.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflowed else { return parts.seconds < 0 ? .min : .max }
        let (sum, carried) = whole.addingReportingOverflow(parts.attoseconds / 1_000_000_000)
        guard !carried else { return parts.seconds < 0 ? .min : .max }
        return sum
    }

    /// Seconds as a floating-point number, for use inside formulas.
    package var inSeconds: Double {
        let parts = components
        return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    }
}
