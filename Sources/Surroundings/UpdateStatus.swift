import Chamber

/// Which version runs, which others could run, and what an update is doing; never stored here.
package struct UpdateStatus: Equatable, Sendable {
    /// What an update is doing.
    package enum Phase: String, Sendable {
        case idle
        /// The service has just started and has not read the installed versions yet.
        case starting
        /// An update is being uploaded.
        case receiving
        /// The update is being checked and unpacked.
        case installing
        /// The update was accepted, or a rollback was chosen; the service is about to restart.
        case restarting
    }

    /// A set of programs that could run.
    package struct Slot: Equatable, Sendable {
        /// `package`, `a` or `b`.
        package let name: String
        /// The version of the program in the slot.
        package let version: String
        /// This process was started from the slot.
        package let isRunning: Bool
        /// A rollback would choose the slot.
        package let isPrevious: Bool

        package init(name: String, version: String, isRunning: Bool, isPrevious: Bool) {
            self.name = name
            self.version = version
            self.isRunning = isRunning
            self.isPrevious = isPrevious
        }
    }

    /// The slot of the running programs: `package`, `a` or `b`.
    package var slot = "package"
    /// The running version is still on trial.
    package var isOnTrial = false
    /// What an update is doing now.
    package var phase = Phase.idle
    /// The installed versions, the package's first.
    package var slots: [Slot] = []
    /// The outcome of the last upload, trial or rollback in words; empty: none since the start.
    package var outcome = ""
    /// The outcome was a refusal or a failure.
    package var isTrouble = false
    /// The newest version that `apt` offers, where it is newer than what is installed and runs.
    package var offered: String?

    package init() {}
}
