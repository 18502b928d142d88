import CSupport
import Chamber
import CommandLine
import Cryptography
import Glibc
import MachineClock
import SwitchCore
import System
import Update

/// How this process was started: the service starts the package's program, which hands over to the
/// chosen version (`docs/update.md`).
enum ProgramStart {
    /// The slot of this program, set by the program that started it.
    private static let slotVariable = "HEARTH_SLOT"
    /// The version of that slot.
    private static let versionVariable = "HEARTH_SLOT_VERSION"
    /// The package's program, for a restart.
    private static let launcherVariable = "HEARTH_LAUNCHER"

    /// The programs that run, and their version.
    static var programs: (ProgramSet, ReleaseVersion) {
        if let slot = Environment.variable(slotVariable).flatMap(ProgramSet.init(rawValue:)),
            let version = Environment.variable(versionVariable).flatMap(ReleaseVersion.init)
        {
            return (slot, version)
        }
        return (.package, ProgramVersion.release)
    }

    /// Hands over to the chosen version; returns where that is this one.
    static func handOver(_ statePath: String, _ updates: UpdateSettings) {
        guard Environment.variable(slotVariable) == nil else { return }
        let disk = FileDisk(stateDirectory: statePath)
        let store = SlotStore(disk, trusting: KeyRing.load(updates.keyFolders).keys)
        // Each round that cannot execute its program gives that version up.
        for _ in ProgramSet.allCases {
            guard
                case .slot(let slot, let version, let isTrial) = Launch.decide(
                    store,
                    packageVersion: ProgramVersion.release
                )
            else { return }
            if isTrial { startGuard(statePath, updates) }
            let folder = disk.path(of: slot.rawValue)
            let reason = execute(folder + "/hearth", as: slot, version)
            giveUp(version, reason, store)
        }
    }

    /// Restarts the program, the newly installed one where a package has replaced it; returns the reason
    /// where that fails.
    static func restart() -> String {
        let launcher = Environment.variable(launcherVariable) ?? OwnProgram.path
        unsetenv(slotVariable)
        unsetenv(versionVariable)
        return execute(launcher)
    }

    private static func execute(
        _ program: String,
        as slot: ProgramSet,
        _ version: ReleaseVersion
    ) -> String {
        setenv(launcherVariable, OwnProgram.path, 1)
        setenv(slotVariable, slot.rawValue, 1)
        setenv(versionVariable, version.description, 1)
        let reason = execute(program)
        unsetenv(slotVariable)
        unsetenv(versionVariable)
        return reason
    }

    private static func execute(_ program: String) -> String {
        OwnProgram.replace(with: program, CommandLine.arguments).reason
    }

    private static func giveUp(_ version: ReleaseVersion, _ reason: String, _ store: SlotStore) {
        do throws(SystemError) {
            var choice = try store.choice(packageVersion: ProgramVersion.release)
            choice.giveUp(version, because: "it cannot be started (\(reason))")
            try store.save(choice)
        } catch {
            // Where the disk cannot be written the next round fails too: the loop ends with the
            // package.
        }
    }

    /// Starts the guard of a trial, a process independent of the program on trial.
    private static func startGuard(_ statePath: String, _ updates: UpdateSettings) {
        let seconds = updates.trial.components.seconds * Int64(TrialJudge.patience)
        // Without the guard, the service manager's watchdog still ends a version that hangs.
        OwnProgram.startDetached(
            OwnProgram.path,
            ["update", "guard", String(getpid()), String(seconds), "--state", statePath]
        )
    }
}

/// Watches a version on trial from another process: ends one that keeps running without ever
/// working, so that it is rolled back.
struct TrialGuard {
    private static let lookMilliseconds: CInt = 1_000

    let process: pid_t
    let deadline: Instant
    private let store: SlotStore

    init(process: pid_t, deadline: Instant, statePath: String) {
        self.process = process
        self.deadline = deadline
        // It uses the choice alone, which needs no key.
        store = SlotStore(FileDisk(stateDirectory: statePath), trusting: [])
    }

    /// Watches until the trial is over, the process has ended, or the time is up.
    func run() throws(SystemError) {
        let descriptor = hearth_open_process(process)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let watched = try store.choice(packageVersion: ProgramVersion.release).use
        while true {
            let choice = try store.choice(packageVersion: ProgramVersion.release)
            // Another version may be on trial by now, with a guard of its own.
            guard choice.trial != nil, choice.use == watched else { return }
            if Instant.monotonic() >= deadline {
                try giveUp(choice, descriptor)
                return
            }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&wait, 1, Self.lookMilliseconds) > 0 { return }
        }
    }

    private func giveUp(_ choice: SlotChoice, _ descriptor: CInt) throws(SystemError) {
        var next = choice
        next.report(
            "The version on trial was never in good order for long enough: it did not read the "
                + "chamber's probe, its switch did not answer, or nobody was served. Hearth has "
                + "rolled back; see the log.",
            isTrouble: true
        )
        next.fallBack()
        try store.save(next)
        hearth_kill_process(descriptor)
    }
}
