import CSupport
import Chamber
import CommandLine
import Glibc
import MachineClock
import SwitchCore
import System
import Update

/// Watches over a version on trial from outside of it: one that lives on without ever being in good
/// order is ended, and the version before comes back.
struct TrialGuard {
    private static let lookMilliseconds: CInt = 1_000

    let process: pid_t
    let deadline: Instant
    private let store: SlotStore

    init(process: pid_t, deadline: Instant, statePath: String) {
        self.process = process
        self.deadline = deadline
        // It reads and writes the choice alone, which needs no key.
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
            // Another version may be on trial already in the same process: it has a guard of its own.
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
        next.tell(
            "The version on trial was never in good order for long enough: it did not read the "
                + "chamber's probe, its switch did not answer, or nobody was served. The version "
                + "before it is back; the log tells more.",
            isTrouble: true
        )
        next.fallBack()
        try store.save(next)
        hearth_kill_process(descriptor)
    }
}
