import Chamber
import Plant
import SwitchCore
import Testing

/// A controller that stood still while it heated, and is then given fresh answers: the switch dropped the
/// heat after its lease, and no rule may blame the hardware for that.
@Suite struct StallTests {
    private static let boards = [
        NominalBoard.configuration, NominalBoard.calibrated, NominalBoard.withoutElement,
        NominalBoard.calibratedWithoutElement,
    ]

    /// Heats, stands still once, and is followed for five minutes more.
    private static func run(
        _ board: ControllerConfiguration,
        stallAfter heat: Int,
        for stall: Duration
    ) -> Snapshot {
        var controller = Controller(board, at: .zero)
        var heater = SimulatedHeater(board, plant: PlantParameters(), at: .zero)
        var now = Instant.zero
        var snapshot = controller.initialSnapshot
        for step in 0..<(heat * 10 + 3_000) {
            now = now.advanced(by: step == heat * 10 ? stall : ScenarioRunner.beat)
            heater.advance(to: now)
            var input = StepInput(reading: heater.reading, report: heater.report)
            if step == 20 {
                input.wishes.append(
                    WishEnvelope(.heat(to: Celsius(55)), from: Requester(.api))
                )
            }
            let actions = controller.step(input, at: now)
            heater.receive(actions.command, at: now)
            snapshot = actions.snapshot
            if step == heat * 10 {
                #expect(snapshot.duty == .off)
                #expect(!snapshot.settings.isOn)
            }
        }
        return snapshot
    }

    private static let stalls = [Duration.milliseconds(2_100), .seconds(5), .hours(1)]

    @Test(arguments: [5, 30, 120, 600, 2_400], stalls)
    func aStallEndsTheHeatAndLatchesNothing(heat: Int, stall: Duration) {
        for board in Self.boards {
            let snapshot = Self.run(board, stallAfter: heat, for: stall)
            #expect(snapshot.latch == nil, "\(heat) s, \(stall)")
            #expect(snapshot.offReason == .clock)
        }
    }
}
