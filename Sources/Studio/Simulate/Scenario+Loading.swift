package import CommandLine
package import Plant
import System

extension Scenario {
    /// In bytes: more than anyone writes by hand, and quickly read.
    private static let largestFile = 1024 * 1024

    /// The scenario in a file; mistakes end the command with a list of all of them.
    package static func load(_ path: String) throws(CommandFailure) -> Scenario {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.beginning(of: path, largestFile + 1)
        } catch {
            throw error.commandFailure
        }
        guard bytes.count <= largestFile else {
            throw CommandFailure(
                .misconfigured,
                "\(path): the file is larger than \(largestFile) bytes; is it a scenario?"
            )
        }
        do throws(ScenarioError) {
            return try Scenario(parsing: String(decoding: bytes, as: UTF8.self))
        } catch {
            let lines = error.mistakes.map { "\(path):\($0.line): \($0.message)" }
            throw CommandFailure(.misconfigured, lines.joined(separator: "\n"))
        }
    }
}
