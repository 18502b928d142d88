import System
import Update

/// Starts a new version's programs once before they are chosen: a program for another system does not
/// even load.
enum ProgramTest {
    /// The limit on a test run. Printing the version takes much less, even from a slow card.
    private static let longestRun = Duration.seconds(15)

    /// Why the programs in a folder cannot run on this machine; `nil`: they can.
    static func complaint(about folder: String) -> String? {
        // The switch needs its daemon's arguments; without them it ends with status 64.
        complaint(about: folder + "/hearth", ["version"], expecting: 0)
            ?? complaint(about: folder + "/hearth-switch", ["--version"], expecting: 64)
    }

    private static func complaint(
        about program: String,
        _ arguments: [String],
        expecting expected: CInt
    ) -> String? {
        do throws(SystemError) {
            let end = try RunningProgram(program, arguments, .null).wait(within: longestRun)
            if end == .status(expected) { return nil }
        } catch {
            // A program that does not start counts as one that fails.
        }
        return "its programs do not run on this system; choose the file that was made for it"
    }
}
