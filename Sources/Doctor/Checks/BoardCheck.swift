import Boards
import CommandLine
import Settings
import System

/// The board file: can the daemon start with it?
enum BoardCheck {
    /// The finding, and the board where the file is good.
    static func look(at path: String) -> (finding: Finding, board: BoardDescription?) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.beginning(of: path, ConfigurationFile.largestSize + 1)
        } catch {
            let advice = "name the board file with --board"
            return (.failed("board", error.summary, advice: advice), nil)
        }
        do throws(Mistakes) {
            let board = try BoardFile.board(bytes, name: path)
            return (.ok("board", "\(path): \(board.name), \(board.kind.rawValue)"), board)
        } catch {
            let first = error.all.first?.description ?? path
            let advice =
                error.all.count > 1
                ? "\"hearth board check \(path)\" lists all \(error.all.count) mistakes"
                : "correct that line"
            return (.failed("board", first, advice: advice), nil)
        }
    }
}
