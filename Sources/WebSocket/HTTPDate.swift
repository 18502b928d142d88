import Glibc

/// A point in calendar time as HTTP writes it (RFC 9110 section 5.6.7).
package struct HTTPDate {
    /// For example `Sun, 06 Nov 1994 08:49:37 GMT`.
    package let text: String

    /// UTC; a year that does not fit C's `tm` gives an empty text.
    package init(secondsSince1970 seconds: Int) {
        var seconds = time_t(seconds)
        var parts = tm()
        // It fails only where the year does not fit its field: then there is no date to tell.
        guard gmtime_r(&seconds, &parts) != nil else {
            text = ""
            return
        }
        let day = Self.days[Int(parts.tm_wday)]
        let month = Self.months[Int(parts.tm_mon)]
        text =
            "\(day), \(Self.twoDigits(parts.tm_mday)) \(month) \(Int(parts.tm_year) + 1900) "
            + [parts.tm_hour, parts.tm_min, parts.tm_sec].map(Self.twoDigits).joined(separator: ":")
            + " GMT"
    }

    /// The machine's clock, right or wrong: who reads it can tell by how much it is wrong.
    static func now() -> HTTPDate {
        HTTPDate(secondsSince1970: time(nil))
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
