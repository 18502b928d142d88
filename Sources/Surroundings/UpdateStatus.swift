import Chamber

/// Which version runs, what else is there to run, and what an update is doing: never stored here.
package struct UpdateStatus: Equatable, Sendable {
    /// What an update is doing.
    package enum Phase: String, Sendable {
        case idle
        /// The service has just begun: which versions there are is not known yet.
        case starting
        /// A bundle arrives.
        case receiving
        /// It is being checked and unpacked.
        case installing
        /// It was accepted; the service is about to restart.
        case restarting
    }

    /// A set of programs that could run.
    package struct Slot: Equatable, Sendable {
        /// `package`, `a` or `b`.
        package let name: String
        /// Of the program in the slot.
        package let version: String
        /// This process was started from it.
        package let isRunning: Bool
        /// A rollback would choose it.
        package let isPrevious: Bool

        package init(name: String, version: String, isRunning: Bool, isPrevious: Bool) {
            self.name = name
            self.version = version
            self.isRunning = isRunning
            self.isPrevious = isPrevious
        }
    }

    /// Where the programs that run lie: `package`, `a` or `b`.
    package var slot = "package"
    /// The version that runs has not proved itself yet.
    package var isOnTrial = false
    /// What an update is doing now.
    package var phase = Phase.idle
    /// The package's first.
    package var slots: [Slot] = []
    /// What became of the last upload, trial or rollback, in words; empty: nothing since the start.
    package var outcome = ""
    /// That was a refusal or a failure.
    package var isTrouble = false

    package init() {}
}
