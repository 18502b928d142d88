import SwitchCore

/// The share of time for which the relay was closed, from the switch's own count.
struct DeliveredDuty: Codable {
    /// Time constant of the mean.
    private static let timeConstantSeconds = 60.0

    private struct Count: Codable {
        let onTime: Duration
        let at: Instant
    }

    private var mean60 = 0.0
    /// The share during the last step.
    private(set) var newest = Duty.off
    private var last: Count?

    init() {}

    /// Receives the switch's newest report.
    mutating func receive(_ report: SwitchReport, at now: Instant) {
        defer { last = Count(onTime: report.onTime, at: now) }
        guard let last else { return }
        let elapsed = now.seconds(since: last.at)
        guard elapsed > 0 else { return }
        let on = min(max((report.onTime - last.onTime).inSeconds / elapsed, 0), 1)
        newest = Duty(on)
        // A first-order mean needs no ring of samples.
        mean60 += (on - mean60) * elapsed / (Self.timeConstantSeconds + elapsed)
    }

    /// The mean so far.
    var mean: Duty { Duty(mean60) }
}
