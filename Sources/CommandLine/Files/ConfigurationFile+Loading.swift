package import Schema
import System

extension ConfigurationFile {
    /// The bytes of the file at `path`, one more than a file may have at most; without them the command ends.
    package static func bytes(of path: String) throws(CommandFailure) -> [UInt8] {
        do throws(SystemError) {
            return try File.beginning(of: path, largestSize + 1)
        } catch {
            throw error.commandFailure
        }
    }
}
