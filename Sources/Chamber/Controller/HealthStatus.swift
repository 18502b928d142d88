/// How heater, blower, box, probes and relay do, for every client.
package struct HealthStatus: Equatable, Sendable {
    /// The newest of each figure.
    package var figures = HealthFigures()
    /// The figures of the last run alone, for the store.
    package var lastRun = HealthFigures()
    /// The runs since the start that gave a figure.
    package var runs: UInt64 = 0
    /// How many times the heater's relay has closed in its life.
    package var switchings: UInt64 = 0
    /// The switchings that the relay is rated for; `nil`: it does not wear.
    package var ratedSwitchings: Int?

    package init() {}

    /// The share of the rated switchings that is used; `nil` where the relay does not wear.
    package var relayUsed: Double? {
        ratedSwitchings.map { Double(switchings) / Double(max($0, 1)) }
    }
}
