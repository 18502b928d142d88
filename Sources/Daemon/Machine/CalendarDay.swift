import Glibc

/// When this day and this month began, in this machine's zone.
enum CalendarDay {
    /// In milliseconds since 1970-01-01 00:00 UTC, for the same sort of time; that time itself where the
    /// calendar has none.
    static func beginnings(before milliseconds: Int64) -> (day: Int64, month: Int64) {
        var seconds = time_t(milliseconds / 1_000)
        var fields = tm()
        guard localtime_r(&seconds, &fields) != nil else { return (milliseconds, milliseconds) }
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (0, 0, 0)
        let day = beginning(fields)
        fields.tm_mday = 1
        return (day ?? milliseconds, beginning(fields) ?? milliseconds)
    }

    private static func beginning(_ fields: tm) -> Int64? {
        var fields = fields
        // Whether the clock is put forward then is not known here.
        fields.tm_isdst = -1
        let seconds = mktime(&fields)
        return seconds == -1 ? nil : Int64(seconds) * 1_000
    }
}
