import Glibc

/// The time of day in this machine's zone.
enum TimeOfDay {
    /// `14:02`; empty where the calendar has none.
    static func now() -> String {
        var seconds = time(nil)
        var fields = tm()
        guard localtime_r(&seconds, &fields) != nil else { return "" }
        let (hour, minute) = (fields.tm_hour, fields.tm_min)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
