import Boards
import Chamber
import Glibc
import Lines

extension Daemon {
    /// The hand on the switch that a board has: a process of its own, or its logic within this one
    /// where time runs faster than a process could follow.
    func hand(
        of board: BoardDescription,
        _ clock: BeatClock
    ) throws(StartError) -> (any SwitchConnection, SwitchKeeper?) {
        if board.kind == .simulated, !clock.isRealTime {
            return (InnerSwitch(board.configuration), nil)
        }
        let keeper = try SwitchKeeper(
            SwitchArguments(.serve, for: board),
            origin: clock.origin,
            log: log
        )
        return (keeper.link, keeper)
    }

    /// What the controller has to know of the board, and of this machine.
    func configuration(of board: BoardDescription) -> ControllerConfiguration {
        var configuration = board.configuration
        if let lines = board.lines, !lines.acceptsPersistentOutputs,
            PersistentOutputs.look() == .persist
        {
            let refusal = WishOutcome.Refusal.outputsPersist
            configuration.standingRefusal = refusal
            log(.error, "no heat: \(refusal.explanation)")
        }
        return configuration
    }
}
