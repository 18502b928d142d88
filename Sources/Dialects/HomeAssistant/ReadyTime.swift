/// The time of day at which the chamber will be ready, from a forecast that changes with each reading.
///
/// The published time stays until the forecast leaves it by more than ``tolerance``: Home Assistant records each
/// change of a state.
package struct ReadyTime: Sendable {
    /// The difference in milliseconds that is no news.
    private static let tolerance: Int64 = 30_000
    /// 2020-01-01: a board without a battery that has not heard of the time yet is in 1970.
    private static let earliestMilliseconds: Int64 = 1_577_836_800_000

    /// Milliseconds since 1970-01-01 00:00 UTC, whole seconds; `nil`: not heating, not known, or the
    /// machine does not know the time.
    package private(set) var milliseconds: Int64?

    package init() {}

    /// Follows the forecast; `wall`: milliseconds since 1970-01-01 00:00 UTC.
    package mutating func step(_ readyIn: Duration?, wall: Int64?) {
        guard let readyIn, let wall, wall >= Self.earliestMilliseconds else {
            milliseconds = nil
            return
        }
        let forecast = wall / 1000 * 1000 + readyIn.wholeSecondsUp * 1000
        if let told = milliseconds, abs(told - forecast) <= Self.tolerance { return }
        milliseconds = forecast
    }
}
