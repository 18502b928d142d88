import Boards
import CommandLine
import Glibc
import System

/// The board files that come with the program.
enum BoardCatalogue {
    /// The folder: beside an installed program in `share/hearth/boards`, in a built tree `boards`.
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
