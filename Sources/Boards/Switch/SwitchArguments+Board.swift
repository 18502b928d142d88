package import Lines
import Chamber

extension SwitchArguments {
    /// What the switch of a board is told.
    package init(_ task: Task, for board: BoardDescription) {
        self.init(
            task,
            chip: board.lines?.chip,
            outputs: board.lines?.outputs ?? [],
            modulation: board.configuration.modulation,
            isFanFitted: board.configuration.isFanFitted
        )
    }
}
