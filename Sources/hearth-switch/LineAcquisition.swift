import Glibc
import Lines

/// How often the lines are tried again after their last holder was told to end, with which pause.
private let tries = 50
private let pauseMicroseconds: UInt32 = 20_000

/// Takes the lines that the arguments name; `nil` where they name no chip.
///
/// A switch whose parent was killed keeps running to cool the heater, and holds the lines: it gets
/// SIGTERM. Any other holder keeps the lines, and the error names it.
func acquireLines(_ arguments: SwitchArguments) throws(LineError) -> OutputLines? {
    guard let chip = arguments.chip else { return nil }
    var attempt = 0
    while true {
        do throws(LineError) {
            return try OutputLines.acquire(arguments.outputs, of: chip)
        } catch {
            guard error.kind == .busy, attempt < tries else { throw error }
            if attempt == 0 {
                let orphans = LineHolder.orphanedSwitches()
                guard !orphans.isEmpty else { throw error }
                for orphan in orphans { kill(orphan, SIGTERM) }
            }
        }
        attempt += 1
        usleep(pauseMicroseconds)
    }
}
