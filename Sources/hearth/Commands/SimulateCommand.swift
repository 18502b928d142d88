import Boards
import Chamber
import CommandLine
import Plant
import Settings
import Studio
import SwitchCore
import System

extension CommandSpecification {
    /// `hearth simulate`
    static let simulate = CommandSpecification(
        words: ["simulate"],
        summary: "run a scenario on a computed chamber, as fast as possible",
        description: [
            "Runs the controller against a computed chamber, without threads and without a clock, "
                + "through what a scenario file tells, and says how well it regulated, what it "
                + "cost, and which faults latched. The same files give the same result, to the "
                + "byte. The board may be any: only its limits, probes and model are used.",
            "A scenario has one event to a line, \"TIME ACTION\", with TIME as in 0s, 30min or 1h: "
                + "target 60 | mode on|auto|dry|off | dry 55 6h | bed 100 printing|idle | "
                + "door open|closed | contact smoke|stop|cutout|door open|closed | room 15 | "
                + "fault NAME [NUMBER] | clear NAME | clear all | "
                + "wish clear_latch | wish NAME [VALUES] [lease 60s] | "
                + "calibrate | soak 60 | expect fault CODE within 60s | "
                + "expect no_fault | expect off within 2s | expect fan on within 15s | "
                + "expect chamber|element below 60 within 5min | end. "
                + "The faults are \(PlantFault.allCases.map(\.name).joined(separator: ", ")); "
                + "docs/simulation.md says what each NUMBER counts.",
            "In place of a time, \"when holding|off\" or \"when chamber|element above|below 40\" waits "
                + "until that is so, perhaps [within 20min]; the times of the lines below count from then.",
            "An expectation that is not met is named on standard error, and so is a step that "
                + "breaks an invariant of docs/safety.md; the exit status is then 1.",
        ],
        options: [
            Parameter.requiredBoard, Parameter.plant, Parameter.scenario, Parameter.csv,
            Parameter.plot, Flag.uncalibrated, Flag.json,
        ],
        examples: [
            Example(
                "hearth simulate --board boards/simulated.conf --scenario warmup.txt",
                "How well does it heat?"
            ),
            Example(
                "hearth simulate --board my.conf --plant big.conf --scenario s --plot s.svg",
                "The same controller on a larger chamber, with a picture."
            ),
        ],
        statuses: [.failed, .misconfigured, .unavailable],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try simulate(arguments, console)
        }
    )

    private static func simulate(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let board = try BoardFile.load(try arguments.required(.requiredBoard))
        var plant = board.plant
        if let path = arguments.value(of: .plant) { plant = try BoardFile.loadPlant(path) }
        let path = try arguments.required(.scenario)
        let scenario = try Scenario.load(path)

        var configuration = board.configuration
        let mayCalibrate = !arguments.has(.uncalibrated) && !scenario.calibrates
        if mayCalibrate { configuration.model = calibrated(board, plant, console) }

        var runner = ScenarioRunner(
            scenario: scenario,
            configuration: configuration,
            plant: plant,
            converter: board.converter.simulated
        )
        var score = RunScore()
        var table = arguments.value(of: .csv).map { _ in RunTable() }
        var plot = arguments.value(of: .plot).map { _ in
            let name = path.split(separator: "/").last ?? "scenario"
            return RunPlot(title: "\(board.name): \(name)", scenario: scenario)
        }
        var judge = InvariantJudge(configuration)
        var broken: String?
        let missed = runner.run { moment in
            score.add(moment)
            if broken == nil, let problem = judge.judge(moment) {
                let time = moment.elapsed.inSeconds.fixed(1)
                broken = "\(path): breaks an invariant after \(time) s: \(problem)"
            }
            table?.add(moment)
            plot?.add(moment)
        }
        plot?.place(runner.partStarts)
        try write(table?.text, to: arguments.value(of: .csv))
        try write(plot?.svg, to: arguments.value(of: .plot))

        let summary = RunSummary(of: score, missed: missed, scenario: path)
        if arguments.has(.json) {
            console.line(summary.json)
        } else {
            for line in summary.lines { console.line(line) }
        }
        for complaint in summary.complaints { console.errorLine(complaint) }
        if let broken { console.errorLine(broken) }
        return missed.isEmpty && broken == nil ? .done : .failed
    }

    /// The model of a calibration on this chamber, else the board's.
    private static func calibrated(
        _ board: BoardDescription,
        _ plant: PlantParameters,
        _ console: Console
    ) -> ThermalModel {
        let model = SimulatedCalibration.model(
            board.configuration,
            plant: plant,
            converter: board.converter.simulated
        )
        if let model { return model }
        console.errorLine(
            "hearth simulate: the calibration refuses this chamber's curve; the board's model is used"
        )
        return board.configuration.model
    }

    /// Writes one of the outputs, if asked for.
    private static func write(_ text: String?, to path: String?) throws(CommandFailure) {
        guard let text, let path else { return }
        do throws(SystemError) {
            try File.write(text, to: path)
        } catch {
            throw error.commandFailure
        }
    }
}
