import Glibc

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

/// Calendar times in this machine's zone.
package enum LocalTime {
    /// `2026-07-30 14:12:05` for a time in milliseconds since 1970; `nil` where the calendar has none.
    package static func text(milliseconds: Int64) -> String? {
        var seconds = time_t(milliseconds / 1000)
        var fields = tm()
        var buffer = [CChar](repeating: 0, count: 32)
        guard localtime_r(&seconds, &fields) != nil,
            strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S", &fields) > 0
        else { return nil }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }
}
