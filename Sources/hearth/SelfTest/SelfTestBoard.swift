import Boards
import Chamber
import Daemon

/// The hardware that a self-test drives.
enum SelfTestBoard {
    /// The board that its file describes, with everything off.
    static func open(
        _ board: BoardDescription,
        clock: BeatClock
    ) throws(CommandFailure) -> any HeaterBoard {
        SimulatedBoard(board, at: clock.now())
    }
}
