import Chamber
import SwitchCore

/// A second account of "the heater is off", which Hearth's own line has no part in.
package protocol WitnessSource {
    /// What it is, for a report: `the simulated element`, `line 5 of gpio-sim`.
    var name: String { get }
    /// The heater gives heat now; `nil`: unknown.
    mutating func sees() -> Bool?
}

/// A witness, and how late it may be.
package struct Witness {
    private var source: any WitnessSource
    /// How late it may see that the heat has ended: a meter's own period.
    package let delay: Duration

    init(_ source: any WitnessSource, delay: Duration) {
        (self.source, self.delay) = (source, delay)
    }

    /// What it is, for a report.
    package var name: String { source.name }

    /// The heater gives heat now; `nil`: unknown.
    package mutating func sees() -> Bool? { source.sees() }

    /// A run that heated this long must have been seen.
    private static let heatingToSee = Duration.seconds(5)

    /// Heat after Hearth's line went off: a sound relay needs half a mains cycle, a look 100 ms.
    private static let longestLag = Duration.seconds(1)

    /// The heat that the witness saw after Hearth's line went off; a fault that bridges the relay makes it.
    func miss(in account: RunAccount) -> BenchMiss? {
        let isBridged = account.faults.contains { $0.name.hasPrefix("ssr_") }
        let lag = account.longestWitnessLag
        guard !isBridged, lag > Self.longestLag + delay else { return nil }
        return BenchMiss(
            line: nil,
            text: "no heat by the witness (\(name)) once Hearth's line is off",
            reason:
                "it still saw heat \(lag.inSeconds.fixed(1)) s later: the relay is slow, sticks or "
                + "leaks"
        )
    }

    /// Why the witness proves nothing; `nil`: it has seen the heat, or there was too little.
    func blindness(in account: RunAccount) -> String? {
        if account.heating >= Self.heatingToSee + delay, !account.witnessSawHeat {
            return "the witness (\(name)) never saw heat, though the heater was on for "
                + "\(account.heating.inSeconds.fixed(0)) s: check its wiring; a witness that sees nothing "
                + "proves nothing"
        }
        return nil
    }
}
