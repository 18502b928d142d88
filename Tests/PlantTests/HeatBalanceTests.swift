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
}

extension ControllerConfiguration {
    /// The same board with another reference of its holds.
    fileprivate func withReference(_ duty: Double) -> ControllerConfiguration {
        var board = self
        board.model = model.with(balance: model.balance, referenceDutyPerKelvin: duty)
        return board
    }
}
