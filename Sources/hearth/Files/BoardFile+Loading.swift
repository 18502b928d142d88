import Boards
import CommandLine
import Plant
import Schema
import Settings
import System

extension BoardFile {
    /// Where a board file is expected when none is named.
    static let standardPath = "/etc/hearth/board.conf"

    /// The board that a file describes; mistakes end the command, all of them listed.
    static func load(_ path: String) throws(CommandFailure) -> BoardDescription {
        let bytes = try read(path)
        do throws(Mistakes) {
            return try board(bytes, name: path)
        } catch {
            throw CommandFailure(.misconfigured, error.description)
        }
    }

    /// The plant that a file describes; mistakes end the command, all of them listed.
    static func loadPlant(_ path: String) throws(CommandFailure) -> PlantParameters {
        let bytes = try read(path)
        do throws(Mistakes) {
            return try plant(bytes, name: path)
        } catch {
            throw CommandFailure(.misconfigured, error.description)
        }
    }

    private static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do throws(SystemError) {
            return try File.beginning(of: path, ConfigurationFile.largestSize + 1)
        } catch {
            guard path != standardPath else {
                throw CommandFailure(
                    .unavailable,
                    error.summary + "; name a board file with --board "
                        + "(boards/simulated.conf needs no hardware)"
                )
            }
            throw error.commandFailure
        }
    }
}
