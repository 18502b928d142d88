import Chamber
import Settings
import Surroundings
import SwitchCore
import System

/// A newly installed version of the package, which waits for the end of this one.
///
/// The package's script leaves a mark in the service's runtime directory when all files are in place. The
/// service manager deletes that directory when the service ends, so a mark always concerns this run.
struct PackageUpgrade {
    private let core: Core
    private let updates: UpdateService
    private let log: Log
    private var wait = UpgradeWait()

    init(_ core: Core, _ updates: UpdateService, _ log: Log) {
        self.core = core
        self.updates = updates
        self.log = log
    }

    /// The package's files are in place, and this version still runs.
    static var isInstalled: Bool {
        Environment.runtimeDirectory.map { File.exists($0 + "/upgraded") } ?? false
    }

    /// Whether this version ends now. Then no heat can be turned on any more.
    mutating func isDue(at now: Instant) -> Bool {
        for effect in wait.step(sight, at: now) {
            switch effect {
            case .announce:
                core.events.record(
                    DeviceEvent(
                        .update,
                        isTrouble: false,
                        "A new version is installed. It starts when the power is off and the heater is "
                            + "cool, and the version before it runs until then."
                    ),
                    from: .controller
                )
            case .end:
                guard core.exchange.preventHeat() else { return false }
                log(.info, "ending for the newly installed version")
                return true
            }
        }
        return false
    }

    private var sight: UpgradeWait.Sight {
        var sight = UpgradeWait.Sight()
        sight.isInstalled = Self.isInstalled
        guard sight.isInstalled else { return sight }
        let (snapshot, update) = (core.exchange.snapshot, updates.status)
        sight.isHeatPossible = core.exchange.isHeatPossible
        sight.isCooling = snapshot.isFanOn || snapshot.activity == .coolingDown
        sight.isUpdating = update.phase != .idle || update.isOnTrial
        return sight
    }
}
