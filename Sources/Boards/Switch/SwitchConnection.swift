package import Chamber
package import Lines
package import SwitchCore

/// A board's connection to the switch: commands out, answers in.
///
/// Called in the controller's beat: it neither blocks nor allocates.
package protocol SwitchConnection: AnyObject {
    /// The lines at `now`, as far as is known; called with times in their order.
    func lines(at now: Instant) -> SwitchLogic.Lines

    /// The newest answer.
    var report: SwitchReport { get }

    /// Hands a command over.
    func carryOut(_ command: SwitchCommand, at now: Instant)

    /// Asks for another answer; changes nothing else.
    func ask()
}

/// The switch's logic inside this process: for a simulation that runs faster than real time, where
/// another process could not keep up.
package final class InnerSwitch: SwitchConnection {
    private var logic: SwitchLogic

    /// A switch with everything off; of the configuration it needs the modulation and the blower.
    package init(_ configuration: ControllerConfiguration) {
        logic = SwitchLogic(configuration.modulation, isFanFitted: configuration.isFanFitted)
    }

    package func lines(at now: Instant) -> SwitchLogic.Lines {
        logic.step(at: now)
    }

    package var report: SwitchReport { logic.report }

    package func carryOut(_ command: SwitchCommand, at now: Instant) {
        logic.receive(command, at: now)
    }

    /// Does nothing: the lines are reported whenever they are read.
    package func ask() {}
}

extension SwitchArguments {
    /// The arguments of a board's switch.
    package init(_ task: Task, for board: BoardDescription) {
        self.init(
            task,
            chip: board.lines?.chip,
            outputs: board.lines?.outputs ?? [],
            modulation: board.configuration.modulation,
            isFanFitted: board.configuration.isFanFitted
        )
        if task == .serve { version = ProgramVersion.number }
    }
}
