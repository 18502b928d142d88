import Chamber
import Plant
import SwitchCore
import Testing

/// What runs on the nominal chamber show of heater, blower and box.
@Suite struct HealthWatchTests {
    /// The health at the end of a scenario, and the warnings and latches in the order of their first
    /// appearance.
    private static func end(
        _ text: String,
        on board: ControllerConfiguration = NominalBoard.calibrated,
        plant: PlantParameters = PlantParameters()
    ) throws -> (health: HealthStatus, codes: [FaultCode]) {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text),
            configuration: board,
            plant: plant
        )
        var health = HealthStatus()
        var codes: [FaultCode] = []
        _ = runner.run { moment in
            health = moment.snapshot.health
            for event in moment.events {
                switch event.kind {
                case .warningRaised(let code, _, _): codes.append(code)
                case .latched(let record): codes.append(record.code)
                case _: break
                }
            }
        }
        return (health, codes)
    }

    private static let run = "10s target 60\n10s mode on\n15min mode off\n30min end"

    private static let conditions: [(String, heater: Double, blower: Double)] = [
        ("", 1, 1),
        ("0s fault heater_weak 0.8\n", 0.8, 1),
        ("0s fault fan_weak 0.7\n", 1, 0.7),
        ("0s fault heater_weak 0.8\n0s fault fan_weak 0.7\n", 0.8, 0.7),
        ("0s fault mains_voltage 0.9\n", 0.81, 1),
        ("0s fault bed_heat 80\n", 1, 1),
    ]

    @Test(arguments: conditions)
    func aRunShowsTheSharesOfHeaterAndBlower(
        row: (faults: String, heater: Double, blower: Double)
    ) throws {
        let health = try Self.end(row.faults + Self.run).health
        let (heater, blower) = (
            try #require(health.figures.heater), try #require(health.figures.blower)
        )
        #expect(abs(heater - row.heater) <= 0.05)
        #expect(abs(blower - row.blower) <= 0.08)
        #expect(health.runs == 1)
        #expect(health.switchings > 0)
    }

    @Test func whatIsTooShortGivesNoFigure() throws {
        let short = try Self.end("10s target 60\n10s mode on\n20s mode off\n40s mode on\n41s end")
        #expect(short.health.figures == HealthFigures() && short.health.runs == 0)
    }

    @Test func aBoardThatNobodyCalibratedHasNothingToCompareWith() throws {
        let health = try Self.end(Self.run, on: NominalBoard.configuration).health
        #expect(health.figures == HealthFigures() && health.runs == 0)
    }

    @Test func aRunThatEndsInAFaultCountsForNothing() throws {
        let end = try Self.end("10s target 60\n10s mode on\n5min fault heater_open\n20min end")
        #expect(end.codes == [.heatingFailed])
        #expect(end.health.runs == 0)
    }

    @Test func aNewCalibrationBeginsAfresh() throws {
        let end = try Self.end(Self.run.replacingEnd(with: "90min wish calibrate\n110min end"))
        #expect(end.health.runs == 1)
        #expect(end.health.figures == HealthFigures())
    }

    @Test func aSoundHeaterStaysWithoutAWarningForManyRuns() throws {
        let text = (0..<5).map { run in
            "\(run * 30 + 1)min mode on\n\(run * 30 + 15)min mode off\n"
        }
        let end = try Self.end("0s target 60\n" + text.joined() + "150min end")
        #expect(end.codes == [])
        #expect(end.health.runs == 5)
    }

    @Test func aBlowerThatFadesWarnsBeforeItsFault() throws {
        let text = [1, 0.9, 0.8, 0.7, 0.65].enumerated().map { run, share in
            "\(run * 30)min fault fan_weak \(share)\n"
                + "\(run * 30 + 1)min mode on\n\(run * 30 + 15)min mode off\n"
        }
        let end = try Self.end(
            "0s target 60\n" + text.joined()
                + "150min fault fan_stopped\n151min mode on\n155min end"
        )
        #expect(end.codes.first == .blowerWeak)
        #expect(end.codes.contains(.blowerStopped))
    }

    @Test func theLossOfTheBoxIsThatOfTheFirstSettledHoldAfterTheCalibration() throws {
        let end = try Self.end("50min target 60\n50min mode on\n150min mode off\n170min end")
        let loss = try #require(end.health.figures.loss)
        #expect((0.95...1.15).contains(loss))
    }
}

extension String {
    /// A scenario without its `end`, followed by other lines.
    fileprivate func replacingEnd(with lines: String) -> String {
        split(separator: "\n").dropLast().joined(separator: "\n") + "\n" + lines
    }
}
