import Chamber
import Plant
import SwitchCore
import Testing

/// What the first warm-up measures of a heater that nobody has calibrated, and how the rules use it.
@Suite struct FirstWarmUpTests {
    private static let warmUp = "1min target 60\n1min mode on\n"

    private static let seenSooner = [
        warmUp + "20min fault heater_open\n20min expect fault heating_failed within 32s",
        warmUp + "20min mode off\n20min fault ssr_welded\n"
            + "20min expect fault relay_stuck within 20s",
        warmUp + "20min fault ssr_welded\n20min expect fault relay_stuck within 75s",
        warmUp + "20min fault fan_stopped\n20min expect fault blower_stopped within 30s",
    ]

    @Test(arguments: seenSooner)
    func afterItADefectIsSeenNearlyAsSoonAsAfterACalibration(scenario: String) throws {
        #expect(try NominalBoard.missed(scenario, on: NominalBoard.configuration) == [])
    }

    @Test func theBoardStaysUncalibrated() throws {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: Self.warmUp + "20min end"),
            configuration: NominalBoard.configuration,
            plant: PlantParameters()
        )
        var last = Snapshot()
        _ = runner.run { last = $0.snapshot }
        #expect(last.model.origin == .board)
        #expect(last.model.elementExcessKelvin == ThermalModel.conservative.elementExcessKelvin)
    }

    /// The board with a calibration of the version before: its numbers are right or wrong by `factor`,
    /// and the element's balance is missing.
    private static func outdated(by factor: Double = 1) throws -> ControllerConfiguration {
        var board = NominalBoard.calibrated
        let model = board.model
        board.model = try #require(
            ThermalModel(
                slopeKelvinPerSecond: model.slopeKelvinPerSecond,
                deadTimeSeconds: model.deadTimeSeconds,
                holdDutyPerKelvin: model.holdDutyPerKelvin,
                room: model.room,
                elementExcessKelvin: model.elementExcessKelvin * factor,
                elementTimeConstantSeconds: model.elementTimeConstantSeconds,
                origin: .calibrated
            )
        )
        return board
    }

    private static func state(
        after text: String,
        on board: ControllerConfiguration
    ) throws -> CalibrationState {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text),
            configuration: board,
            plant: PlantParameters()
        )
        var last = Snapshot()
        _ = runner.run { last = $0.snapshot }
        return last.calibrationState
    }

    @Test(arguments: seenSooner)
    func aCalibrationOfTheVersionBeforeIsServedByItToo(scenario: String) throws {
        #expect(try NominalBoard.missed(scenario, on: Self.outdated()) == [])
    }

    @Test func whatTheRulesJudgeByIsShownUntilACalibration() throws {
        let board = NominalBoard.configuration
        #expect(try Self.state(after: "1min target 60\n2min end", on: board) == .missing)
        #expect(try Self.state(after: Self.warmUp + "20min end", on: board) == .provisional)
        let old = try Self.outdated()
        #expect(try Self.state(after: "1min target 60\n2min end", on: old) == .outdated)
        #expect(try Self.state(after: Self.warmUp + "20min end", on: old) == .outdatedProvisional)
        for board in [board, old] {
            let text = Self.warmUp + "20min mode off\n5h calibrate\n306min end"
            #expect(try Self.state(after: text, on: board) == .calibrated)
        }
    }

    /// The weakest heaters of the generator with 70 % of their power, in a cold room: at full power for hours.
    @Test(arguments: [4, 12]) func aWeakHeaterThatNobodyCalibratedHoldsWhatItCan(corner: Int) throws
    {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: "0s fault heater_weak 0.7\n" + Self.warmUp + "3h end"),
            configuration: NominalBoard.configuration,
            plant: RandomPlants.plant(corner: corner)
        )
        var last = Snapshot()
        _ = runner.run { last = $0.snapshot }
        #expect(last.settings.isOn)
        #expect(last.calibrationState == .provisional)
    }

    /// A blower that its tachometer shows as slow: the element would be measured with too little air, and
    /// later the rules would take that for normal.
    @Test func aWarmUpUnderAWarningMeasuresNothing() throws {
        var board = NominalBoard.configuration
        board.tachometer = Tachometer(pulsesPerTurn: 2, ratedTurnsPerMinute: 3000)
        let text = Self.warmUp + "20min end"
        #expect(try Self.state(after: text, on: board) == .provisional)
        #expect(try Self.state(after: "0s fault fan_slow 0.45\n" + text, on: board) == .missing)
    }

    /// A probe may have moved since, and a warm-up is no proof of the contrary.
    @Test(arguments: [0.6, 1.6])
    func aWarmUpUnlikeTheCalibrationOfTheVersionBeforeIsNotUsed(factor: Double) throws {
        let state = try Self.state(after: Self.warmUp + "20min end", on: Self.outdated(by: factor))
        #expect(state == .outdated)
    }

    @Test func aForgottenCalibrationIsMeasuredAgainByTheNextWarmUp() throws {
        let text = "10s calibrate\n3h wish forget_calibration\n"
        #expect(try Self.state(after: text + "3h end", on: NominalBoard.configuration) == .missing)
        let warmUp = "3h target 60\n181min mode on\n200min end"
        #expect(
            try Self.state(after: text + warmUp, on: NominalBoard.configuration) == .provisional
        )
    }

    /// How long the relay was open between the first minute of heating and the tenth, in s, though the
    /// chamber was far below its set point.
    private static func pauses(_ text: String) throws -> Double {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text),
            configuration: NominalBoard.configuration,
            plant: PlantParameters()
        )
        var seconds = 0.0
        _ = runner.run { moment in
            let snapshot = moment.snapshot
            guard let setPoint = snapshot.setPoint, moment.elapsed > .minutes(2),
                let air = snapshot.chamber.temperature, air.degrees < setPoint.degrees - 10,
                snapshot.duty == .off
            else { return }
            #expect(snapshot.isFanOn, "the element is measured with moving air")
            seconds += 0.1
        }
        return seconds
    }

    @Test func itOpensTheRelayTwiceForHalfAMinute() throws {
        #expect((55...65).contains(try Self.pauses(Self.warmUp + "10min end")))
    }

    @Test func aWarmUpFromAWarmChamberIsLeftAlone() throws {
        let text =
            "1min target 45\n1min mode on\n2min mode off\n"
            + "4min target 65\n4min mode on\n13min end"
        #expect(try Self.pauses(text) < 1)
    }
}
