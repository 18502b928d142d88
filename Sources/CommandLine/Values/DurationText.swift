/// A length of time, written for people.
package enum DurationText {
    /// To the second below a day: `7 min 51 s`, `1 h 0 min 5 s`.
    package static func exact(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 86_400 else {
            return rough(seconds: seconds)
        }
        let whole = Int(seconds.rounded())
        let parts = [(whole / 3600, "h"), (whole / 60 % 60, "min"), (whole % 60, "s")]
        let shown = parts.drop { $0.0 == 0 }
        return shown.isEmpty ? "0 s" : shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// With two units at most: `5 h 12 min`, `3 min`, `12 s`.
    package static func rough(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "unknown" }
        let whole = Int(seconds)
        if whole < 60 { return "\(whole) s" }
        let minutes = whole / 60
        if minutes < 60 { return "\(minutes) min" }
        if minutes < 48 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
        return "\(minutes / 1440) d \(minutes / 60 % 24) h"
    }
}
