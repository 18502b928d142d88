import Boards
import CommandLine

extension Arguments {
    /// How many times faster than real time a board is to run; a real one cannot.
    func speed(of board: BoardDescription) throws(CommandFailure) -> Int {
        let speed = value(of: .speed) ?? 1
        switch board.kind {
        case .simulated:
            return speed
        case .linux:
            guard speed == 1 else {
                throw CommandFailure(
                    .usage,
                    "--speed is for simulated boards; \"\(board.name)\" is real, and so is its time"
                )
            }
            return 1
        }
    }
}
