package import SwitchCore

/// Decides when a daemon ends for a newly installed version of its package: when nothing heats and the
/// heater is cool, so that the restart interrupts nothing.
package struct UpgradeWait {
    /// What the daemon knows.
    package struct Sight {
        /// The package's files are in place.
        package var isInstalled = false
        /// Heat is on, or can come on without another wish.
        package var isHeatPossible = false
        /// The blower runs, or a hot element cools without one.
        package var isCooling = false
        /// An update by file is under way or on trial.
        package var isUpdating = false

        package init() {}
    }

    /// What to do.
    package enum Effect: Equatable, Sendable {
        /// Tell people that a new version waits for the end of this one.
        case announce
        /// End; the service manager starts the new version.
        case end
    }

    /// The longest cooling takes 6 minutes. A blower that still runs then waits for a probe that cannot be
    /// read, and the new version cools as well.
    package static let longestCooling = Duration.minutes(15)

    private var isAnnounced = false
    private var coldSince: Instant?

    package init() {}

    /// Takes what the daemon knows now.
    package mutating func step(_ sight: Sight, at now: Instant) -> [Effect] {
        guard sight.isInstalled else {
            self = UpgradeWait()
            return []
        }
        if sight.isHeatPossible {
            coldSince = nil
        } else if coldSince == nil {
            coldSince = now
        }
        let isCool =
            coldSince.map {
                !sight.isCooling || now.duration(since: $0) >= Self.longestCooling
            } ?? false
        if isCool, !sight.isUpdating { return [.end] }
        guard !isAnnounced else { return [] }
        isAnnounced = true
        return [.announce]
    }
}
