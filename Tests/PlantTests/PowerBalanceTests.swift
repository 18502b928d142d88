import Chamber
import Plant
import SwitchCore
import Testing

/// The power balance of the element on computed chambers: each defect within its time, under its own name.
@Suite struct PowerBalanceTests {
    private static let hold = "0s target 60\n0s mode on\n"

    /// A calibrated heater.
    private static let calibrated = [
        "0s fault heater_open\n10s target 60\n10s mode on\n10s expect fault heating_failed within 15s",
        hold + "4min fault heater_open\n4min expect fault heating_failed within 22s",
        hold + "20min fault heater_open\n20min expect fault heating_failed within 25s",
        "1min fault ssr_welded\n1min expect fault relay_stuck within 12s",
        hold + "20min mode off\n20min fault ssr_welded\n20min expect fault relay_stuck within 15s",
        hold + "20min fault ssr_welded\n20min expect fault relay_stuck within 60s",
        hold + "4min fault fan_stopped\n4min expect fault blower_stopped within 20s",
        hold + "20min fault fan_stopped\n20min expect fault blower_stopped within 25s",
        "0s fault fan_stopped\n10s target 60\n10s mode on\n10s expect fault blower_stopped within 60s",
    ]

    @Test(arguments: calibrated)
    func aDefectOfACalibratedHeaterIsSeenInTime(scenario: String) throws {
        #expect(try NominalBoard.missed(scenario, on: NominalBoard.calibrated) == [])
    }

    /// A heater that nobody has measured: the bounds of what it may be.
    private static let unmeasured = [
        "0s fault heater_open\n10s target 60\n10s mode on\n10s expect fault heating_failed within 15s",
        hold + "4min fault heater_open\n4min expect fault heating_failed within 2min",
        "1min fault ssr_welded\n1min expect fault relay_stuck within 40s",
        hold + "20min mode off\n20min fault ssr_welded\n20min expect fault relay_stuck within 60s",
    ]

    @Test(arguments: unmeasured)
    func aDefectOfAHeaterThatNobodyMeasuredIsSeenToo(scenario: String) throws {
        #expect(try NominalBoard.missed(scenario, on: NominalBoard.configuration) == [])
    }

    /// What a sound heater does that is not what it was calibrated for.
    private static let healthy = [
        hold + "0s fault heater_weak\n60min expect no_fault\n60min end",
        hold + "0s fault fan_weak\n60min expect no_fault\n60min end",
        hold + "30min door open\n35min door closed\n60min expect no_fault\n60min end",
        hold + "20min target 45\n40min expect no_fault\n40min end",
        hold + "4min mode off\n6min mode on\n30min expect no_fault\n30min end",
    ]

    @Test(arguments: healthy, [NominalBoard.calibrated, NominalBoard.configuration])
    func aSoundHeaterIsLeftAlone(scenario: String, board: ControllerConfiguration) throws {
        #expect(try NominalBoard.missed(scenario, on: board) == [])
    }

    /// A small heater has little excess, and its calibration must not blind the rules.
    @Test(arguments: [(60.0, 35), (100, 40), (600, 60)])
    func aDeadHeaterOfAnyPowerIsSeenInAHold(watts: Double, target: Int) throws {
        var plant = PlantParameters()
        plant.heaterPowerWatts = watts
        var board = NominalBoard.configuration
        board.heaterPowerWatts = watts
        let model = try #require(SimulatedCalibration.model(board, plant: plant))
        board.model = model
        let scenario =
            "0s target \(target)\n0s mode on\n40min fault heater_open\n"
            + "40min expect fault heating_failed within 40s"
        #expect(try NominalBoard.missed(scenario, on: board, plant: plant) == [])
    }

    @Test func aQuestionCostsTheHoldNothing() throws {
        let quiet = try NominalBoard.run(
            Self.hold + "90min end",
            configuration: NominalBoard.calibrated
        )
        #expect(quiet.score.segments.allSatisfy { $0.overshootKelvin < 1 })
    }
}
