import Bench
import Boards
import Chamber
import Client
import CommandLine
import Daemon
import JSON
import Plant
import SwitchCore
import System

/// One call of `hearth bench`: the runs of all scenarios, and their report.
struct BenchSession {
    private let client: DaemonClient
    private let console: Console
    private let files: [(path: String, scenario: Scenario)]
    private let board: BoardDescription?
    private let folder: String
    private let repetitions: Int
    private let patience: Duration
    private let isForPrograms: Bool
    private let limits: FigureLimits?
    private let reference: StoredReport?
    private let earlier: StoredReport?

    init(
        _ arguments: Arguments,
        _ console: Console,
        _ client: DaemonClient,
        _ files: [(path: String, scenario: Scenario)],
        _ board: BoardDescription?,
        _ folder: String
    ) throws(CommandFailure) {
        (self.client, self.console, self.files) = (client, console, files)
        (self.board, self.folder) = (board, folder)
        repetitions = arguments.value(of: .repetitions) ?? 1
        patience = .seconds(arguments.value(of: .patience) ?? 120)
        isForPrograms = arguments.has(.json)
        limits = try arguments.value(of: .figureLimits).map { path throws(CommandFailure) in
            try FigureLimits.load(path)
        }
        reference = try arguments.value(of: .compare).map { path throws(CommandFailure) in
            try StoredReport.load(path)
        }
        let stored = folder + "/report.json"
        earlier =
            arguments.has(.resume) && File.exists(stored) ? try StoredReport.load(stored) : nil
    }

    func run(
        _ faults: any FaultMaker,
        _ witness: Witness?,
        _ signals: Signals
    ) throws(CommandFailure) -> ExitCode {
        var signals = signals
        let state = try HeaterLink(client).state()
        let model = try client.state()["model"]?.object.flatMap { ThermalModel(measured: $0) }
        var plans: [BenchPlan] = []
        for file in files {
            plans.append(try BenchPlan(file.path, file.scenario, on: state, faults: faults))
        }
        let bench = BenchReport.Bench(
            heater: state.identity,
            version: client.version,
            faults: faults.name,
            witness: witness?.name
        )
        var results: [BenchResult] = []
        for plan in plans {
            let first = (earlier?.count(of: plan.name) ?? 0) + 1
            guard first <= repetitions else { continue }
            for attempt in first...repetitions {
                results.append(try run(plan, attempt, (faults, witness), model, &signals))
                // After each: a bench that is killed leaves what it knows.
                try report(bench, results).write(to: folder)
                if results.last?.isInterrupted ?? false {
                    return finish(report(bench, results))
                }
            }
        }
        return finish(report(bench, results))
    }

    private func report(_ bench: BenchReport.Bench, _ results: [BenchResult]) -> BenchReport {
        BenchReport(bench, results, after: earlier)
    }

    private func run(
        _ plan: BenchPlan,
        _ attempt: Int,
        _ means: (faults: any FaultMaker, witness: Witness?),
        _ model: ThermalModel?,
        _ signals: inout Signals
    ) throws(CommandFailure) -> BenchResult {
        if let reason = plan.skipped {
            return BenchResult(skipping: plan, attempt, of: repetitions, reason)
        }
        console.errorLine("\(plan.name): run \(attempt) of \(repetitions)")
        var run = try BenchRun(
            plan,
            attempts: (attempt, repetitions),
            link: HeaterLink(client),
            faults: means.faults,
            person: Person(console),
            witness: means.witness,
            patience: patience,
            console: console
        )
        var result = run.perform(&signals)
        if let limits { result.add(limits.misses(of: result.account)) }
        if let reference { result.add(reference.misses(of: result)) }
        if var board {
            if let model { board.configuration.model = model }
            result.simulated = SimulatedRun.account(
                of: plan.scenario,
                on: board.configuration,
                plant: board.plant,
                converter: board.converter.simulated
            )
        }
        return result
    }

    private func finish(_ report: BenchReport) -> ExitCode {
        if isForPrograms {
            console.line(String(decoding: report.json, as: UTF8.self))
        } else {
            for line in report.lines { console.line(line) }
            console.line("The report is in \(folder).")
        }
        return report.isGood ? .done : .failed
    }
}

extension ThermalModel {
    /// The model of a calibrated heater, from its state; `nil` where it is not calibrated.
    fileprivate init?(measured model: JSONObject) {
        guard model["origin"]?.string == "calibrated",
            let slope = model["heating_rate_k_per_s"]?.number,
            let deadTime = model["dead_time_s"]?.number,
            let duty = model["hold_duty_per_k"]?.number,
            let room = model["room_c"]?.number.flatMap({ Celsius(untrusted: $0) }),
            let excess = model["element_excess_k"]?.number,
            let time = model["element_time_constant_s"]?.number
        else { return nil }
        self.init(
            slopeKelvinPerSecond: slope,
            deadTimeSeconds: deadTime,
            holdDutyPerKelvin: duty,
            room: room,
            elementExcessKelvin: excess,
            elementTimeConstantSeconds: time,
            origin: .calibrated
        )
    }
}
