/// A point on a monotonic clock, in nanoseconds since an origin that only the clock's owner knows.
///
/// Nothing in this room reads a clock: time arrives as an argument. Wall time appears only in logs and
/// stored events, and has no type here.
package struct Instant: Codable, Comparable, Hashable, Sendable {
    /// Nanoseconds since the clock's origin; 64 bits last 292 years.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock's origin.
    package static let zero = Instant(nanoseconds: 0)

    /// The last possible instant: a deadline that never comes.
    package static let distantFuture = Instant(nanoseconds: .max)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant `duration` later (earlier where it is negative), at most the ends of the range.
    package func advanced(by duration: Duration) -> Instant {
        let (sum, overflowed) = nanoseconds.addingReportingOverflow(duration.inNanoseconds)
        guard overflowed else { return Instant(nanoseconds: sum) }
        return Instant(nanoseconds: duration < .zero ? .min : .max)
    }

    /// The time that has passed since `earlier`; negative where `earlier` is the later one.
    package func duration(since earlier: Instant) -> Duration {
        .nanoseconds(nanoseconds.subtractingReportingOverflow(earlier.nanoseconds).partialValue)
    }

    /// The time that has passed since `earlier`, in seconds.
    package func seconds(since earlier: Instant) -> Double {
        Double(nanoseconds.subtractingReportingOverflow(earlier.nanoseconds).partialValue) * 1e-9
    }
}
