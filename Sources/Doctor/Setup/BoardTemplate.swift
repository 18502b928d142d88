package import Boards
package import CommandLine
import Glibc
import Schema
import Settings
import System

/// A board file to start from: its name, and its notes on wiring.
package struct BoardTemplate: Sendable {
    /// The file's name without its ending: what `--board` takes.
    package let word: String
    /// The file's.
    package let path: String
    /// The whole file, comments included.
    package let text: String
    /// What the file describes.
    package let board: BoardDescription

    /// The comment at the file's beginning, without its marks: wiring, parts, and what they rely
    /// on.
    package var notes: [String] { Self.notes(of: text) }

    /// The same of any board file's text.
    static func notes(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { $0.hasPrefix("#") }
            .map { line in String(line.dropFirst(line.hasPrefix("# ") ? 2 : 1)) }
    }

    /// The template in a file.
    package init(_ path: String) throws(CommandFailure) {
        self.path = path
        let bytes = try ConfigurationFile.bytes(of: path)
        text = String(decoding: bytes, as: UTF8.self)
        do throws(Mistakes) {
            board = try BoardFile.board(bytes, name: path)
        } catch {
            throw error.commandFailure
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        word = name.hasSuffix(".conf") ? String(name.dropLast(5)) : name
    }
}

/// The board files that come with the program.
enum BoardCatalogue {
    /// The folder: `share/hearth/boards` beside an installed program, `boards` in a source tree.
    static func folder() -> String? {
        var path = OwnProgram.path
        while let slash = path.lastIndex(of: "/") {
            path = String(path[..<slash])
            for folder in [path + "/share/hearth/boards", path + "/boards"]
            where File.isReadable(folder + "/simulated.conf") {
                return folder
            }
        }
        return nil
    }

    /// All templates, those for hardware first.
    static func templates() throws(CommandFailure) -> [BoardTemplate] {
        guard let folder = folder() else {
            throw CommandFailure(
                .unavailable,
                "hearth setup: the board files that come with the program are not there "
                    + "(/usr/share/hearth/boards); install the program again, or name a file "
                    + "with --board"
            )
        }
        var templates: [BoardTemplate] = []
        for name in MachineRoot().names(in: folder) where name.hasSuffix(".conf") {
            templates.append(try BoardTemplate(folder + "/" + name))
        }
        templates.sort { $0.word < $1.word }
        return templates.filter { $0.board.kind == .linux }
            + templates.filter { $0.board.kind == .simulated }
    }
}
