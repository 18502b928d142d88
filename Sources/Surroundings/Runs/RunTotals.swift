/// What the runs of a day or a month come to.
package struct RunTotal: Equatable, Sendable {
    /// When the day or month began, in milliseconds since 1970-01-01 00:00 UTC.
    package let sinceMilliseconds: Int64
    /// The runs that began since then.
    package let count: Int
    /// How long they took together, in seconds.
    package let seconds: Double
    /// Their energy in Wh; `nil` where that of no run is known.
    package let wattHours: Double?

    /// The total of those of `runs` that began at `since` or later.
    package init(_ runs: [RecordedRun], since: Int64) {
        let counted = runs.map(\.run).filter { $0.startMilliseconds >= since }
        sinceMilliseconds = since
        count = counted.count
        seconds = counted.reduce(0) { $0 + $1.seconds }
        let known = counted.compactMap(\.wattHours)
        wattHours = known.isEmpty && count > 0 ? nil : known.reduce(0, +)
    }
}

/// Runs, and what today's and this month's come to.
package struct RunHistory: Equatable, Sendable {
    /// Newest first.
    package let runs: [RecordedRun]
    /// Of the runs since midnight.
    package let today: RunTotal
    /// Of the runs since the first of the month.
    package let month: RunTotal
    /// What energy costs now.
    package let price: EnergyPrice

    package init(runs: [RecordedRun], today: RunTotal, month: RunTotal, price: EnergyPrice) {
        self.runs = runs
        self.today = today
        self.month = month
        self.price = price
    }
}
