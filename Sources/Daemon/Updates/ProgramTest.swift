import System
import Update

/// Starts a new program once, for a moment, before it is trusted with anything: one that was built for
/// another system does not even load.
enum ProgramTest {
    /// A program that only prints its version is done long before, also on a slow card.
    private static let longestRun = Duration.seconds(15)

    /// Why the programs in a folder cannot run here; `nil`: they can.
    static func complaint(about folder: String) -> String? {
        // The switch runs by its partner's orders only: 64 is how it says that it was given none.
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
            // One that does not start is as good as one that fails.
        }
        return "its programs do not run on this system; choose the file that was made for it"
    }
}
