import Chamber
import Plant
import Testing

@Suite struct SimulatedCalibrationTests {
    @Test func theNominalPlantHasTheNumbersThatItsBoardFileGives() throws {
        let model = try #require(
            SimulatedCalibration.model(NominalBoard.configuration, plant: PlantParameters())
        )
        let board = ThermalModel.conservative
        #expect(abs(model.slopeKelvinPerSecond / board.slopeKelvinPerSecond - 1) < 0.1)
        #expect(abs(model.deadTimeSeconds - board.deadTimeSeconds) < 6)
        #expect(abs(model.elementExcessKelvin - board.elementExcessKelvin) < 5)
        #expect(abs(model.elementTimeConstantSeconds - board.elementTimeConstantSeconds) < 8)
        #expect(abs(model.holdDutyPerKelvin / board.holdDutyPerKelvin - 1) < 0.15)
        #expect(model.origin == .calibrated)
    }
}
