/// What the runs before this start showed, on the same board and calibration.
package struct RestoredHealth: Equatable, Sendable {
    /// The newest of each figure.
    package var newest = HealthFigures()
    /// The mean of the last runs.
    package var settled = HealthFigures()

    package init() {}

    /// What `runs`, oldest first, add up to.
    package init(_ runs: some Sequence<HealthFigures>) {
        for run in runs {
            newest = newest.updated(by: run)
            settled = settled.averaged(with: run)
        }
    }
}
