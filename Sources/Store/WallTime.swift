import Glibc

/// A point in calendar time, in milliseconds since 1970-01-01 00:00 UTC: for stored rows and for
/// people, never for control.
package struct WallTime: Comparable, Hashable, Sendable {
    /// Since 1970-01-01 00:00 UTC.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The machine's clock now, right or wrong; a board without a battery may start in 1970.
    package static func now() -> WallTime {
        var time = timespec()
        // CLOCK_REALTIME with a valid pointer cannot fail (clock_gettime(2)).
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Moves it to later.
    mutating func shift(by milliseconds: Int64) {
        self = WallTime(milliseconds: self.milliseconds + milliseconds)
    }

    package static func < (left: WallTime, right: WallTime) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The time in UTC as `20260730T142530Z`, fit for a file's name.
    var compact: String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return String(milliseconds) }
        let year = String(Int(parts.tm_year) + 1900)
        return year + two(parts.tm_mon + 1) + two(parts.tm_mday) + "T" + two(parts.tm_hour)
            + two(parts.tm_min) + two(parts.tm_sec) + "Z"
    }

    private func two(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
