import Boards
import CommandLine
import Schema
package import Settings
import System

/// The board file and the service file: can the daemon start with them?
package enum FileCheck {
    /// The finding, and the board where the file is good.
    static func board(at path: String) -> (finding: Finding, board: BoardDescription?) {
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

    /// The finding, and what the service file says where it is good; `nil`: the standard one.
    package static func service(
        at path: String?
    ) -> (finding: Finding, service: ServiceFile?) {
        let name = path ?? ServiceFile.standardPath
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try ServiceFile.read(path)
        } catch {
            return (.failed("service", error.summary, advice: "check who may read it"), nil)
        }
        guard let bytes else {
            return (.ok("service", "no \(name), so the defaults hold"), ServiceFile())
        }
        do throws(Mistakes) {
            return (.ok("service", "\(name): no mistakes"), try ServiceFile(bytes, name: name))
        } catch {
            // As many lines as there are mistakes would hide the other findings.
            let first = error.all.first?.description ?? name
            return (.failed("service", first, advice: "\"hearth run\" lists every mistake"), nil)
        }
    }
}
