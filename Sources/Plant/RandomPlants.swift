import Chamber
import SwitchCore

/// Plants that the controller was not tuned for, drawn from the ranges in `docs/regulation.md`.
package enum RandomPlants {
    /// The plant of a seed, the same on every machine.
    package static func plant(seed: UInt64) -> PlantParameters {
        var numbers = RandomNumbers(seed: seed)
        func between(_ low: Double, _ high: Double) -> Double {
            low + (high - low) * numbers.uniform()
        }
        let power = between(0.65, 1.2)
        let capacity = between(0.5, 2)
        let conductance = between(0.5, 1.8)
        var plant = PlantParameters()
        plant.heaterPowerWatts *= power
        plant.elementJoulePerKelvin *= capacity
        plant.airJoulePerKelvin *= capacity
        plant.wallJoulePerKelvin *= capacity
        plant.elementAirWattPerKelvin *= conductance
        plant.airWallWattPerKelvin *= conductance
        plant.wallRoomWattPerKelvin *= conductance
        plant.airRoomWattPerKelvin *= conductance
        plant.probeLagSeconds = between(5, 40)
        plant.probeDeadTimeSeconds = between(1, 12)
        plant.room = Celsius(between(12, 32))
        plant.seed = seed
        return plant
    }
}
