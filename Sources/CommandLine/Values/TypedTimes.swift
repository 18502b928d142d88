import Chamber
import Glibc

extension LocalTime {
    /// A time as it is typed, in this machine's zone: `2026-07-30 14:05`, `2026-07-30`, or `14:05` of today;
    /// in milliseconds since 1970. `nil` where it is none.
    ///
    /// - Parameter now: in milliseconds since 1970.
    package static func milliseconds(typed text: String, now: Int64) -> Int64? {
        let words = text.split { $0 == " " || $0 == "T" }
        guard (1...2).contains(words.count), let last = words.last else { return nil }
        var seconds = time_t(now / 1000)
        var fields = tm()
        guard localtime_r(&seconds, &fields) != nil else { return nil }
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (0, 0, 0)
        if words.count == 2 || !last.contains(":") {
            guard let parts = numbers(words[0], "-", 3), (1970...2099).contains(parts[0]),
                (1...12).contains(parts[1]), (1...31).contains(parts[2])
            else { return nil }
            fields.tm_year = parts[0] - 1900
            fields.tm_mon = parts[1] - 1
            fields.tm_mday = parts[2]
        }
        if words.count == 2 || last.contains(":") {
            guard let parts = numbers(last, ":", 2), parts[0] < 24, parts[1] < 60 else {
                return nil
            }
            (fields.tm_hour, fields.tm_min) = (parts[0], parts[1])
        }
        fields.tm_isdst = -1
        let (day, month) = (fields.tm_mday, fields.tm_mon)
        let time = mktime(&fields)
        // The 31st of a month that has 30 days is none.
        guard time >= 0, fields.tm_mday == day, fields.tm_mon == month else { return nil }
        return Int64(time) * 1000
    }

    /// This machine's time, in milliseconds since 1970.
    package static var now: Int64 { Int64(time(nil)) * 1000 }

    private static func numbers(
        _ text: Substring,
        _ separator: Character,
        _ count: Int
    ) -> [Int32]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            .compactMap { UInt16(decimal: $0) }
            .map { Int32($0) }
        return parts.count == count ? parts : nil
    }
}
