import Glibc

/// Times of the calendar in this machine's zone.
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
