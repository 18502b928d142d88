import Glibc
import Lines

/// The pause between two attempts to take the lines.
private let pauseMicroseconds: UInt32 = 20_000

/// Takes the lines that the arguments name; `nil` where they name no chip.
///
/// A switch whose parent was killed keeps running to cool the heater, and holds the lines: it is told to
/// end, and killed where it does not (`OrphanEviction`). Any other holder keeps the lines, and the error
/// names it.
func acquireLines(_ arguments: SwitchArguments) throws(LineError) -> OutputLines? {
    guard let chip = arguments.chip else { return nil }
    var eviction = OrphanEviction()
    while true {
        do throws(LineError) {
            return try OutputLines.acquire(arguments.outputs, of: chip)
        } catch {
            guard error.kind == .busy else { throw error }
            switch eviction.next(after: .microseconds(Int64(pauseMicroseconds))) {
            case .wait: break
            case .signal(let signal):
                let orphans = LineHolder.orphanedSwitches()
                // One that was told to end may have ended since the attempt.
                guard !orphans.isEmpty || signal == SIGKILL else { throw error }
                for orphan in orphans { kill(orphan, signal) }
            case .giveUp: throw error
            }
        }
        usleep(pauseMicroseconds)
    }
}
