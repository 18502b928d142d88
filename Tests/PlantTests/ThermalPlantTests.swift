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

    // MARK: Heaters that are unlike the nominal one

    /// The share of its power that a heater takes at once, with everything at a temperature.
    private static func share(
        at degrees: Double,
        _ change: (inout PlantParameters) -> Void
    ) -> Double {
        var parameters = PlantParameters()
        parameters.room = Celsius(degrees)
        change(&parameters)
        var plant = ThermalPlant(parameters)
        plant.step(isHeating: true, isFanRunning: true, seconds: 1)
        return plant.energyJoules / 300
    }

    @Test(arguments: [(25.0, 1.6), (0.0, 1.6), (42.5, 1.3), (60.0, 1.0), (135.0, 0.5)])
    func aColdElementDrawsMore(degrees: Double, share: Double) {
        #expect(abs(Self.share(at: degrees) { $0.coldDraw = 1.6 } - share) < 1e-9)
    }

    @Test(arguments: [(25.0, 1.0), (75.0, 0.7), (105.0, 0.52), (15.0, 1.06)])
    func aWarmElementFades(degrees: Double, share: Double) {
        #expect(abs(Self.share(at: degrees) { $0.fadePerKelvin = 0.006 } - share) < 1e-9)
    }

    @Test(arguments: [(25.0, 0.957), (80.0, 0.827), (95.0, 0.55), (105.0, 0.361)])
    func aHumpHasItsPoints(degrees: Double, share: Double) {
        #expect(abs(Self.share(at: degrees) { $0.powerCurve = .hump } - share) < 2e-3)
    }

    @Test(arguments: HeaterKind.allCases)
    func everyHeaterBalancesItsLossAndKeepsItsHeat(kind: HeaterKind) {
        var parameters = Self.parameters(watts: 60)
        kind.apply(to: &parameters)
        let plant = Self.settled(parameters)
        let passed = 7 * (plant.element - plant.air)
        #expect(abs(plant.air - (25 + passed / Self.lossWattPerKelvin)) < 0.01)
        #expect(passed > 30 && passed < 130)
        parameters.wallRoomWattPerKelvin = 0
        parameters.airRoomWattPerKelvin = 0
        var closed = ThermalPlant(parameters)
        for step in 0..<72_000 {
            closed.step(isHeating: step < 12_000, isFanRunning: true, seconds: 0.05)
        }
        #expect(abs(7_050 * (closed.air - 25) - closed.energyJoules) < 2e-3 * closed.energyJoules)
    }

    @Test func aSecondMassFollowsLate() {
        func element(after seconds: Double, _ kind: HeaterKind) -> Double {
            var parameters = PlantParameters()
            kind.apply(to: &parameters)
            var plant = ThermalPlant(parameters)
            for _ in 0..<Int(seconds * 20) {
                plant.step(isHeating: true, isFanRunning: true, seconds: 0.05)
            }
            return plant.element
        }
        #expect(element(after: 5, .twoMass) > element(after: 5, .constant) + 1)
        #expect(abs(element(after: 600, .twoMass) - element(after: 600, .constant)) < 0.5)
        #expect(element(after: 3, .ceramic16) < element(after: 3, .constant))
    }

    @Test func stonesTakeTheirPowerOnFinsOfSixtyDegrees() {
        var parameters = PlantParameters()
        HeaterKind.ceramic16.apply(to: &parameters)
        parameters.elementAirWattPerKelvin = 1e6
        parameters.elementJoulePerKelvin = 1e6
        parameters.airJoulePerKelvin = 1e9
        parameters.room = Celsius(60)
        var plant = ThermalPlant(parameters)
        var before = 0.0
        for _ in 0..<400_000 {
            before = plant.energyJoules
            plant.step(isHeating: true, isFanRunning: true, seconds: 0.2)
        }
        #expect(abs((plant.energyJoules - before) / 0.2 - 300) < 3)
    }
}
