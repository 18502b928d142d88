import Chamber
import Plant
import SwitchCore
import Testing

/// Boards on which the rules' constants follow the hardware: slow relays, regulation by a band, no
/// blower, two chamber probes.
@Suite struct BoardVariantTests {
    /// A board by its difference from the nominal one; calibrated and not.
    enum Variant: CaseIterable, Sendable {
        case slowRelay, verySlowRelay, band, noBlower, twoChamberProbes

        var board: ControllerConfiguration {
            var board = NominalBoard.configuration
            switch self {
            case .slowRelay:
                (board.modulation.shortestOn, board.modulation.shortestOff) = (
                    .seconds(20), .seconds(20)
                )
            case .verySlowRelay:
                (board.modulation.shortestOn, board.modulation.shortestOff) = (
                    .seconds(40), .seconds(40)
                )
            case .band: board.regulation = .band
            case .noBlower: board.isFanFitted = false
            case .twoChamberProbes: board.chamberSecond = board.chamber
            }
            return board
        }

        /// What a relay's shortest time adds to every rule that waits for it, in s.
        var slowness: Double {
            max(board.modulation.shortestOn.inSeconds - 5, 0)
        }

        func boards(_ plant: PlantParameters) throws -> [ControllerConfiguration] {
            var calibrated = board
            let model = SimulatedCalibration.model(calibrated, plant: plant)
            calibrated.model = try #require(model, "\(self) cannot be calibrated")
            return [calibrated, board]
        }
    }

    private static let plants = [PlantParameters()] + (1...3).map { RandomPlants.plant(seed: $0) }
    private static let warmUp = "1min target 45\n1min mode on\n"

    private static func missed(
        _ text: String,
        _ variant: Variant
    ) throws -> [String] {
        try plants.flatMap { plant in
            try variant.boards(plant).flatMap { board in
                try NominalBoard.missed(text, on: board, plant: plant).map {
                    "seed \(plant.seed), \(board.model.origin): \($0)"
                }
            }
        }
    }

    /// The times are those of the worst of these plants on a board that nobody has calibrated; a slow
    /// relay adds what the balance waits for it (`PowerBalance`).
    @Test(arguments: Variant.allCases)
    func anOpenElementLatches(variant: Variant) throws {
        let start = 20 + Int(3 * variant.slowness)
        let hold = 300 + Int(10 * variant.slowness)
        for text in [
            "1min fault heater_open\n" + Self.warmUp
                + "1min expect fault heating_failed within \(start)s",
            Self.warmUp + "40min fault heater_open\n"
                + "40min expect fault heating_failed within \(hold)s",
        ] {
            #expect(try Self.missed(text, variant) == [])
        }
    }

    @Test(arguments: Variant.allCases)
    func aWeldedRelayLatches(variant: Variant) throws {
        let idle = 80 + Int(variant.slowness)
        let off = 130 + 2 * Int(variant.slowness)
        for text in [
            "10min fault ssr_welded\n10min expect fault relay_stuck within \(idle)s",
            Self.warmUp + "40min fault ssr_welded\n40min mode off\n"
                + "40min expect fault relay_stuck within \(off)s",
        ] {
            #expect(try Self.missed(text, variant) == [])
        }
    }

    @Test(arguments: Variant.allCases)
    func noInvariantIsBroken(variant: Variant) throws {
        let scenario = try Scenario(parsing: Self.warmUp + "80min end")
        for board in try variant.boards(PlantParameters()) {
            var judge = InvariantJudge(board)
            var runner = ScenarioRunner(
                scenario: scenario,
                configuration: board,
                plant: PlantParameters()
            )
            var broken: String?
            _ = runner.run { moment in broken = broken ?? judge.judge(moment) }
            #expect(broken == nil)
        }
    }

    private static let healthy = [
        warmUp + "2h expect no_fault\n2h end",
        warmUp + "40min door open\n45min door closed\n80min expect no_fault\n80min end",
        "0s room 15\n" + warmUp + "20min mode off\n30min mode on\n40min target 40\n"
            + "80min mode off\n2h expect no_fault\n2h end",
        warmUp + "40min fault heater_weak 0.7\n40min fault bed_heat 80\n2h expect no_fault\n2h end",
    ]

    @Test(arguments: Variant.allCases)
    func aHealthyRunNeverLatches(variant: Variant) throws {
        for text in Self.healthy { #expect(try Self.missed(text, variant) == []) }
    }
}
