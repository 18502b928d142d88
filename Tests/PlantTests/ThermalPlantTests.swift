import Chamber
import Plant
import SwitchCore
import Testing

/// The plant against states that can be worked out by hand.
@Suite struct ThermalPlantTests {
    /// Air to room past and through the walls: 2 + 1 / (1/8 + 1/3) W/K.
    private static let lossWattPerKelvin = 2 + 24.0 / 11

    /// A plant after twelve hours, ten times its walls' time constant, by steps of half a second.
    static func settled(
        _ parameters: PlantParameters = PlantParameters(),
        isHeating: Bool = true,
        isFanRunning: Bool = true,
        _ change: (inout ThermalPlant) -> Void = { _ in }
    ) -> ThermalPlant {
        var plant = ThermalPlant(parameters)
        change(&plant)
        for _ in 0..<86_400 {
            plant.step(isHeating: isHeating, isFanRunning: isFanRunning, seconds: 0.5)
        }
        return plant
    }

    /// The nominal plant with an element weak enough never to limit itself.
    static func parameters(watts: Double = 100) -> PlantParameters {
        var parameters = PlantParameters()
        parameters.heaterPowerWatts = watts
        return parameters
    }

    @Test func atRestNothingMoves() {
        let plant = Self.settled(isHeating: false)
        #expect(plant.element == 25 && plant.air == 25 && plant.walls == 25)
        #expect(plant.energyJoules == 0)
    }

    @Test(arguments: [20.0, 60, 100])
    func heatBalancesLoss(watts: Double) {
        let plant = Self.settled(Self.parameters(watts: watts))
        let air = 25 + watts / Self.lossWattPerKelvin
        #expect(abs(plant.air - air) < 0.01)
        // The walls carry what the air does not lose directly: 3 W/K from wall to room.
        #expect(abs(plant.walls - (25 + (air - 25) * 8 / 11)) < 0.01)
        #expect(abs(plant.element - plant.air - watts / 7) < 0.01)
    }

    @Test func aStoppedFanLeavesTwelvePerCentOfTheConductance() {
        let plant = Self.settled(Self.parameters(watts: 20), isFanRunning: false)
        #expect(abs(plant.element - plant.air - 20 / (7 * 0.12)) < 0.01)
        #expect(abs(plant.air - (25 + 20 / Self.lossWattPerKelvin)) < 0.01)
    }

    @Test func anOpenDoorAddsItsLoss() {
        let plant = Self.settled(Self.parameters()) { $0.isDoorOpen = true }
        #expect(abs(plant.air - (25 + 100 / (Self.lossWattPerKelvin + 12))) < 0.01)
    }

    @Test func theRoomIsWhatEverythingStandsOn() {
        let plant = Self.settled(Self.parameters()) { $0.room = -5 }
        #expect(abs(plant.air - (-5 + 100 / Self.lossWattPerKelvin)) < 0.01)
    }

    @Test func thePrintersBedHeatsTheAirAndCostsTheHeaterNothing() {
        let plant = Self.settled(isHeating: false) { $0.bedWatts = 80 }
        #expect(abs(plant.air - (25 + 80 / Self.lossWattPerKelvin)) < 0.01)
        #expect(abs(plant.element - plant.air) < 0.01)
        #expect(plant.energyJoules == 0)
    }

    @Test func theFirstStepIsPowerOverCapacity() {
        var plant = ThermalPlant(PlantParameters())
        plant.step(isHeating: true, isFanRunning: true, seconds: 0.05)
        #expect(abs(plant.element - 25 - 300 * 0.05 / 250) < 1e-12)
        #expect(plant.air == 25)
        #expect(abs(plant.energyJoules - 15) < 1e-12)
    }

    @Test func noHeatIsLostOnTheWay() {
        var parameters = PlantParameters()
        parameters.wallRoomWattPerKelvin = 0
        parameters.airRoomWattPerKelvin = 0
        var plant = ThermalPlant(parameters)
        for step in 0..<20_000 {
            plant.step(isHeating: step % 3 == 0, isFanRunning: step % 5 != 0, seconds: 0.05)
        }
        let stored =
            250 * (plant.element - 25) + 800 * (plant.air - 25) + 6_000 * (plant.walls - 25)
        #expect(plant.energyJoules > 90_000)
        #expect(abs(stored - plant.energyJoules) < 1e-6 * plant.energyJoules)
    }

    private static let shares: [(degrees: Double, share: Double)] = [
        (25, 1), (110, 1), (120, 0.8), (135, 0.5), (159, 0.02), (160, 0), (200, 0),
    ]

    @Test(arguments: shares.indices)
    func aHotElementTakesLessPower(row: Int) {
        let (degrees, share) = Self.shares[row]
        var parameters = PlantParameters()
        parameters.room = Celsius(degrees)
        var plant = ThermalPlant(parameters)
        plant.step(isHeating: true, isFanRunning: true, seconds: 1)
        #expect(abs(plant.energyJoules - 300 * share) < 1e-9)
    }

    @Test func anElementWithoutAirLimitsItself() {
        let plant = Self.settled(isFanRunning: false)
        // 300 W · (160 − T) / 50 K goes through 0.84 W/K to the air, and 4.18 W/K from there.
        let conductance = 1 / (1 / 0.84 + 1 / Self.lossWattPerKelvin)
        let element = (6 * 160 + conductance * 25) / (6 + conductance)
        #expect(abs(plant.element - element) < 0.01)
        #expect(element > 140 && element < 160)
    }
}
