import Chamber
import SwitchCore

/// Plants that the controller was not tuned for, drawn from the ranges in `docs/regulation.md`.
package enum RandomPlants {
    /// Each parameter between 0 and 1 of its range.
    private struct Place {
        var power: Double
        var capacity: Double
        var conductance: Double
        var lag: Double
        var deadTime: Double
        var room: Double
    }

    /// The number of corners of the ranges.
    package static let corners = 64

    /// The plant of a seed, the same on every machine.
    package static func plant(seed: UInt64) -> PlantParameters {
        var numbers = RandomNumbers(seed: seed)
        let place = Place(
            power: numbers.uniform(),
            capacity: numbers.uniform(),
            conductance: numbers.uniform(),
            lag: numbers.uniform(),
            deadTime: numbers.uniform(),
            room: numbers.uniform()
        )
        var plant = plant(at: place)
        plant.seed = seed
        return plant
    }

    /// The plant at a corner of the ranges, 0..<``corners``: a bit of the number a parameter.
    package static func plant(corner: Int) -> PlantParameters {
        func end(_ bit: Int) -> Double { Double(corner >> bit & 1) }
        return plant(
            at: Place(
                power: end(0),
                capacity: end(1),
                conductance: end(2),
                lag: end(3),
                deadTime: end(4),
                room: end(5)
            )
        )
    }

    private static func plant(at place: Place) -> PlantParameters {
        func between(_ low: Double, _ high: Double, _ share: Double) -> Double {
            low + (high - low) * share
        }
        let capacity = between(0.5, 2, place.capacity)
        let conductance = between(0.5, 1.8, place.conductance)
        var plant = PlantParameters()
        plant.heaterPowerWatts *= between(0.65, 1.2, place.power)
        plant.elementJoulePerKelvin *= capacity
        plant.airJoulePerKelvin *= capacity
        plant.wallJoulePerKelvin *= capacity
        plant.elementAirWattPerKelvin *= conductance
        plant.airWallWattPerKelvin *= conductance
        plant.wallRoomWattPerKelvin *= conductance
        plant.airRoomWattPerKelvin *= conductance
        plant.probeLagSeconds = between(5, 40, place.lag)
        plant.probeDeadTimeSeconds = between(1, 12, place.deadTime)
        plant.room = Celsius(between(12, 32, place.room))
        return plant
    }
}
