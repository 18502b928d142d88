import Boards
import CommandLine
import Daemon
import Glibc
import Settings
import System

extension CommandSpecification {
    /// `hearth safe-off`
    static let safeOff = CommandSpecification(
        words: ["safe-off"],
        summary: "turn every output line off, without the daemon",
        description: [
            "Takes the output lines of the board and turns them off. The service does this "
                + "whenever the daemon has ended, however it ended: a kernel may leave a line on "
                + "when the program that set it has died. It talks to no daemon, changes nothing "
                + "else, and succeeds where no board has been chosen. While the daemon runs it "
                + "cannot get the lines, and says so: use \"hearth off\" then."
        ],
        options: [Parameter.board],
        examples: [Example("sudo hearth safe-off", "After the daemon has crashed.")],
        statuses: [.misconfigured, .unavailable],
        files: [.boardFile],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let path = arguments.value(of: .board) ?? BoardFile.standardPath
            let isNamed = arguments.value(of: .board) != nil
            guard isNamed || File.exists(path) else {
                console.line("no board is chosen, so there is no line to turn off")
                return .done
            }
            let board = try BoardFile.load(path)
            do throws(StartError) {
                try Hardware.turnOff(board)
            } catch {
                throw CommandFailure(.unavailable, "hearth safe-off: \(error.message)")
            }
            console.line("\(board.name): every output line is off")
            return .done
        }
    )
}
