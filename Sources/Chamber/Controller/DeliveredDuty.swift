/// The share of the last minute that the relay was closed, from the switch's own count.
struct DeliveredDuty {
    /// Time constant of the mean.
    private static let timeConstantSeconds = 60.0

    private var mean60 = 0.0
    private var last: (onTime: Duration, at: Instant)?

    init() {}

    /// Takes the switch's newest answer.
    mutating func take(_ report: SwitchReport, at now: Instant) {
        defer { last = (report.onTime, now) }
        guard let last else { return }
        let elapsed = now.seconds(since: last.at)
        guard elapsed > 0 else { return }
        let on = min(max((report.onTime - last.onTime).inSeconds / elapsed, 0), 1)
        // A first-order mean: no ring to keep.
        mean60 += (on - mean60) * elapsed / (Self.timeConstantSeconds + elapsed)
    }

    /// The mean so far.
    var mean: Duty { Duty(mean60) }
}
