import Boards
import CommandLine
import Daemon
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
            throw error.commandFailure
        }
    }

    /// The board that a file describes; else what is wrong with the file, and no board.
    static func loadOrAwait(_ path: String) -> (BoardDescription, BoardLack?) {
        let mark = File.mark(of: path)
        do throws(SystemError) {
            let bytes = try File.beginning(of: path, ConfigurationFile.largestSize + 1)
            do throws(Mistakes) {
                return (try board(bytes, name: path), nil)
            } catch {
                let first = error.all.first?.description ?? path
                let more = error.all.count - 1 + error.omitted
                return (.unknown, .unusable(path, first, more: more, mark: mark))
            }
        } catch {
            guard !error.isMissing else { return (.unknown, .missing(path, mark: mark)) }
            return (.unknown, .unusable(path, error.summary, more: 0, mark: mark))
        }
    }

    /// The plant that a file describes; mistakes end the command, all of them listed.
    static func loadPlant(_ path: String) throws(CommandFailure) -> PlantParameters {
        let bytes = try read(path)
        do throws(Mistakes) {
            return try plant(bytes, name: path)
        } catch {
            throw error.commandFailure
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
