// The cost of the controller: a line `name value unit` each, for script/bench's table.

import CAllocationCounter
import Chamber
import FlightLog
import Glibc
import MachineClock
import Plant
import SwitchCore

let board = NominalBoard.configuration
let plant = PlantParameters()

/// The steps of a controller that heats and holds, timed alone: samples and answers are made before.
func measureSteps() {
    var heater = SimulatedHeater(
        board,
        plant: plant,
        at: .zero
    )
    var controller = Controller(board, at: .zero)
    var now = Instant.zero
    var nanoseconds: Int64 = 0
    var allocations: UInt64 = 0
    // The cost of the flight recorder: each step as bytes, collected every ten seconds.
    var tape = StepEncoder(limit: 128 * 1024)
    var recordedNanoseconds: Int64 = 0
    var recordedAllocations: UInt64 = 0
    var recordedBytes = 0
    let steps = 200_000
    for step in 0..<steps {
        now = now.advanced(by: ScenarioRunner.beat)
        heater.advance(to: now)
        var input = StepInput(reading: heater.reading, report: heater.report)
        if step % 50_000 == 50 {
            input.wishes.append(WishEnvelope(.heat(to: Celsius(60)), from: Requester(.scenario)))
        }
        let allocated = hearth_allocations()
        let began = Instant.monotonic()
        let actions = controller.step(input, at: now)
        let ended = Instant.monotonic()
        allocations += hearth_allocations() - allocated
        nanoseconds += ended.nanoseconds - began.nanoseconds
        let recorded = tape.append(input, at: now, actions)
        recordedNanoseconds += Instant.monotonic().nanoseconds - ended.nanoseconds
        // The first steps allocate the runtime's own tables, once a process.
        if step > 50 { recordedAllocations += hearth_allocations() - allocated }
        if !recorded || step % 100 == 99 {
            recordedBytes += tape.writer.count
            tape = StepEncoder(limit: 128 * 1024)
        }
        heater.receive(actions.command, at: now)
    }
    print("controller_step \((Double(nanoseconds) / Double(steps) / 1000).fixed(3)) us")
    print("recorded_step \((Double(recordedNanoseconds) / Double(steps) / 1000).fixed(3)) us")
    print("recorded_step_allocations \(recordedAllocations) of_\(steps)_steps")
    let hours = Double(steps) / 36_000
    print("recording \((Double(recordedBytes) / hours / 1e6).fixed(2)) MB_per_hour")
    print("controller_step_allocations \(allocations) of_\(steps)_steps")
}

/// A day of scenario, end to end, against the clock.
func measureSimulation() throws(ScenarioError) {
    let text = "0s target 60\n1min mode on\n8h target 45\n12h mode off\n24h end"
    var runner = ScenarioRunner(
        scenario: try Scenario(parsing: text),
        configuration: board,
        plant: plant
    )
    let began = Instant.monotonic()
    var simulated = Duration.zero
    _ = runner.run { simulated = $0.elapsed }
    let seconds = Instant.monotonic().seconds(since: began)
    print("simulation_speed \((simulated.inSeconds / seconds).fixed(0)) x_real_time")
}

/// How well the nominal plant is regulated, once calibrated; no measurement of time.
func measureRegulation() throws(ScenarioError) {
    var calibrated = board
    if let model = SimulatedCalibration.model(board, plant: plant) { calibrated.model = model }
    var runner = ScenarioRunner(
        scenario: try Scenario(parsing: "0s target 60\n1s mode on\n3h end"),
        configuration: calibrated,
        plant: plant
    )
    var score = RunScore()
    _ = runner.run { score.add($0) }
    guard let segment = score.mainSegment else { return }
    print("overshoot \(segment.overshootKelvin.fixed(3)) K")
    print("time_to_within_1K \((segment.timeToReach?.inSeconds ?? .nan).fixed(0)) s")
    print("hold_rms \((segment.holdRMSKelvin ?? .nan).fixed(4)) K")
    print("element_highest \(score.elementHighest.fixed(1)) C")
    print("switchings \(score.switchingsPerHour.fixed(0)) per_hour")
}

measureSteps()
do {
    try measureSimulation()
    try measureRegulation()
} catch {
    print("hearth-bench: a built-in scenario is wrong: \(error.mistakes)")
    exit(1)
}
