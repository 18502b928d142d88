import Chamber
import SwitchCore

/// Heater, air, walls and room as lumps: temperatures over time from the relay's and the fan's state.
///
/// ```
/// relay ─▶ element ─(element–air, by the fan)─▶ air ─(air–walls)─▶ walls ─(walls–room)─▶ room
///                                                └────(air–room, more with the door open)──▶
/// ```
///
/// The element is one lump or two (``ElementForm``).
package struct ThermalPlant: Sendable {
    /// Constant during the whole run.
    package let parameters: PlantParameters
    private var heater: HeatingElement
    /// True temperature of the air, in °C.
    package private(set) var air: Double
    /// True temperature of the walls, in °C.
    package private(set) var walls: Double
    /// Electrical energy since the start, in J.
    package private(set) var energyJoules = 0.0

    /// The room's temperature in °C; a scenario may change it.
    package var room: Double
    /// An open door adds a conductance to the room (``PlantParameters/openDoorWattPerKelvin``).
    package var isDoorOpen = false
    /// Heat from the printer's bed into the air, in W.
    package var bedWatts = 0.0

    /// A plant at rest: everything at the room's temperature.
    package init(_ parameters: PlantParameters) {
        self.parameters = parameters
        room = parameters.room.degrees
        heater = HeatingElement(parameters)
        air = room
        walls = room
    }

    /// True temperature of the element, in °C.
    package var element: Double { heater.temperature }

    /// The same with a relay and a blower without defects.
    package mutating func step(isHeating: Bool, isFanRunning: Bool, seconds: Double) {
        step(
            FaultyOutputs.Effect(
                heaterShare: isHeating ? 1 : 0,
                fanShare: isFanRunning ? 1 : 0
            ),
            seconds: seconds
        )
    }

    /// Advances by `seconds`, which must be small beside the element's time constant, with the outputs
    /// of relay and blower. `bedWatts` and `sunWatts` heat air and walls and no printer reports them.
    package mutating func step(
        _ outputs: FaultyOutputs.Effect,
        bedWatts unreported: Double = 0,
        sunWatts: Double = 0,
        seconds: Double
    ) {
        let power = heater.power(of: parameters.heaterPowerWatts * outputs.heaterShare)
        let fan = max(outputs.fanShare, PlantParameters.stoppedFanShare)
        let elementToAir = parameters.elementAirWattPerKelvin * fan * (element - air)
        let airToWalls = parameters.airWallWattPerKelvin * (air - walls)
        let door = isDoorOpen ? PlantParameters.openDoorWattPerKelvin : 0
        let airToRoom = (parameters.airRoomWattPerKelvin + door) * (air - room)
        let wallsToRoom = parameters.wallRoomWattPerKelvin * (walls - room)

        energyJoules += power * seconds
        heater.step(watts: power, lost: elementToAir, seconds: seconds)
        air +=
            (elementToAir + (bedWatts + unreported) - airToWalls - airToRoom) * seconds
            / parameters.airJoulePerKelvin
        walls += (airToWalls + sunWatts - wallsToRoom) * seconds / parameters.wallJoulePerKelvin
    }
}
