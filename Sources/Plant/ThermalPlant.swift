import Chamber
import SwitchCore

/// Heater, air, walls and room as three lumps: temperatures over time for a relay and a fan.
///
/// ```
/// relay ─▶ element ─(element–air, by the fan)─▶ air ─(air–walls)─▶ walls ─(walls–room)─▶ room
///                                                └────(air–room, more with the door open)──▶
/// ```
package struct ThermalPlant: Sendable {
    /// Constant for the whole run.
    package let parameters: PlantParameters
    /// True temperatures in °C.
    package private(set) var element: Double
    /// True temperature of the air, in °C.
    package private(set) var air: Double
    /// True temperature of the walls, in °C.
    package private(set) var walls: Double
    /// Electrical energy since the start, in J.
    package private(set) var energyJoules = 0.0

    /// What surrounds it, in °C, and what a scenario does to it.
    package var room: Double
    /// An open door multiplies the leak to the room.
    package var isDoorOpen = false
    /// Heat of the printer's bed into the air, in W.
    package var bedWatts = 0.0

    /// A plant at rest: everything at the room's temperature.
    package init(_ parameters: PlantParameters) {
        self.parameters = parameters
        room = parameters.room.degrees
        element = room
        air = room
        walls = room
    }

    /// Lets `seconds` (small beside the element's time constant) go by, with the relay and the blower
    /// as they are driven and what `faults` leaves of their effect.
    package mutating func step(
        isHeating: Bool,
        isFanRunning: Bool,
        faults: PlantFaults = PlantFaults(),
        seconds: Double
    ) {
        let rated = parameters.heaterPowerWatts * faults.heaterShare
        let power = isHeating ? rated * positiveTemperatureCoefficient : 0
        let fan = max(isFanRunning ? faults.fanShare : 0, PlantParameters.stoppedFanShare)
        let elementToAir = parameters.elementAirWattPerKelvin * fan * (element - air)
        let airToWalls = parameters.airWallWattPerKelvin * (air - walls)
        let door = isDoorOpen ? PlantParameters.openDoorWattPerKelvin : 0
        let airToRoom = (parameters.airRoomWattPerKelvin + door) * (air - room)
        let wallsToRoom = parameters.wallRoomWattPerKelvin * (walls - room)

        energyJoules += power * seconds
        element += (power - elementToAir) * seconds / parameters.elementJoulePerKelvin
        air +=
            (elementToAir + bedWatts - airToWalls - airToRoom) * seconds
            / parameters.airJoulePerKelvin
        walls += (airToWalls - wallsToRoom) * seconds / parameters.wallJoulePerKelvin
    }

    /// The share of its rated power that the element takes at its temperature.
    private var positiveTemperatureCoefficient: Double {
        let full = parameters.ptcFullBelow.degrees
        let zero = parameters.ptcZeroAbove.degrees
        guard element > full else { return 1 }
        return max(0, (zero - element) / (zero - full))
    }
}
