import Chamber
import Plant
import SwitchCore
import Testing

/// The heat balance of a hold against the first settled one after the calibration.
@Suite struct HeatBalanceTests {
    /// The calibrated board with the reference of its first settled hold.
    private static let settled: ControllerConfiguration = {
        var board = NominalBoard.calibrated
        let scenario = try? Scenario(parsing: "50min target 60\n50min mode on\n5h end")
        guard let scenario else { return board }
        var runner = ScenarioRunner(
            scenario: scenario,
            configuration: board,
            plant: PlantParameters()
        )
        var model = board.model
        _ = runner.run { model = $0.snapshot.model }
        board.model = model
        return board
    }()

    @Test func theFirstSettledHoldGivesTheReference() throws {
        let reference = try #require(Self.settled.model.referenceDutyPerKelvin)
        #expect((0.010...0.018).contains(reference), "nominal: 0.0139 of the power a kelvin")
    }

    @Test func aSoundHoldStaysQuietForHours() throws {
        let (_, missed) = try NominalBoard.run(
            "0s target 60\n0s mode on\n6h expect no_fault\n6h end",
            configuration: Self.settled
        )
        #expect(missed.isEmpty)
    }

    /// What R comes to where the power is `share` times what it was.
    private static func end(share: Double) throws -> (warned: Bool, off: OffReason) {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: "0s target 60\n0s mode on\n4h end"),
            configuration: settled.withReference(
                (settled.model.referenceDutyPerKelvin ?? 0) / share
            ),
            plant: PlantParameters()
        )
        var warned = false
        var off = OffReason.boot
        _ = runner.run { moment in
            for event in moment.events {
                if case .warningRaised(.heatBalance, _, _) = event.kind { warned = true }
            }
            off = moment.snapshot.offReason
        }
        return (warned, off)
    }

    private static let ends = [
        (share: 1.0, warned: false, off: OffReason.boot),
        (1.45, true, .boot),
        (1.75, true, .heatBalance),
    ]

    @Test(arguments: ends)
    func moreThanTheReferenceIsAWarningThenOff(
        row: (share: Double, warned: Bool, off: OffReason)
    ) throws {
        let end = try Self.end(share: row.share)
        #expect(end.warned == row.warned)
        #expect(end.off == row.off)
    }

    /// The hold settles at the last set point only, when the heat balance knows already what it takes: ten
    /// minutes before it may warn.
    @Test func aHoldThatTakesTooMuchTeachesNothingBeforeItWarns() throws {
        let model = Self.settled.model
        let reference = try #require(model.referenceDutyPerKelvin) / 1.5
        let small = ThermalModel(
            slopeKelvinPerSecond: model.slopeKelvinPerSecond,
            deadTimeSeconds: model.deadTimeSeconds,
            holdDutyPerKelvin: reference,
            room: model.room,
            elementExcessKelvin: model.elementExcessKelvin,
            elementTimeConstantSeconds: model.elementTimeConstantSeconds,
            origin: .calibrated
        )
        var board = Self.settled
        board.model = try #require(small).with(
            balance: model.balance,
            referenceDutyPerKelvin: reference
        )
        let steps = [14, 22, 30, 38, 46].enumerated()
            .map { "\($1)min target \($0.isMultiple(of: 2) ? 57 : 55)\n" }
        var runner = ScenarioRunner(
            scenario: try Scenario(
                parsing: "0s target 55\n0s mode on\n" + steps.joined() + "59min end"
            ),
            configuration: board,
            plant: PlantParameters()
        )
        var lessons: [Duration] = []
        _ = runner.run { moment in
            for event in moment.events {
                if case .modelAdopted = event.kind { lessons.append(moment.elapsed) }
            }
        }
        #expect(lessons.isEmpty)
    }
}

extension ControllerConfiguration {
    /// The same board with another reference of its holds.
    fileprivate func withReference(_ duty: Double) -> ControllerConfiguration {
        var board = self
        board.model = model.with(balance: model.balance, referenceDutyPerKelvin: duty)
        return board
    }
}
