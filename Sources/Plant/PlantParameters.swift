import Chamber
package import SwitchCore

/// The lumped model of heater, air, walls and room: heat capacities in J/K, conductances in W/K.
///
/// The defaults are the nominal plant: a 300 W PTC element with its blower in a printer's enclosure
/// (`docs/regulation.md`).
package struct PlantParameters: Equatable, Sendable {
    /// Power at full duty, with the element below ``ptcFullBelow``.
    package var heaterPowerWatts = 300.0
    /// Heat capacity of the element and its fins.
    package var elementJoulePerKelvin = 250.0
    /// Heat capacity of the air and of everything that follows it without delay.
    package var airJoulePerKelvin = 800.0
    /// Heat capacity of walls, frame and bed.
    package var wallJoulePerKelvin = 6000.0
    /// Conductance from element to air with the blower running; ``stoppedFanShare`` of it when stopped.
    package var elementAirWattPerKelvin = 7.0
    /// Conductance from air to walls.
    package var airWallWattPerKelvin = 8.0
    /// Conductance from walls to the room.
    package var wallRoomWattPerKelvin = 3.0
    /// Conductance from air to the room through leaks, with the door closed.
    package var airRoomWattPerKelvin = 2.0
    /// Time constant of the chamber's probe.
    package var probeLagSeconds = 15.0
    /// Dead time of the chamber's probe.
    package var probeDeadTimeSeconds = 5.0
    /// Time constant of the element's probe.
    package var elementProbeLagSeconds = 4.0
    /// With ``PowerCurve/flat`` the element takes its full power up to here…
    package var ptcFullBelow = Celsius(110)
    /// …and nothing from here on, with a straight line between.
    package var ptcZeroAbove = Celsius(160)
    /// How the element's power depends on its temperature.
    package var powerCurve = PowerCurve.flat
    /// How many times its rated power a cold element draws: at 25 °C, on a line down to 1 at 60 °C.
    package var coldDraw = 1.0
    /// Share of its rated power that the element loses with each kelvin above 25 °C; stones ignore it.
    package var fadePerKelvin = 0.0
    /// How the element's mass is made up.
    package var elementForm = ElementForm.lump
    /// The second node's share of the heat capacity, in ``ElementForm/twoMass``.
    package var secondMassShare = 0.4
    /// Time constant with which that node follows.
    package var secondMassLagSeconds = 12.0
    /// Heat from a hot printer bed into the air, in W (the guards' healthy list uses 80 W).
    package var bedWatts = 80.0
    /// Temperature of the air around the printer; constant in a run unless a scenario changes it.
    package var room = Celsius(25)
    /// Whether a second relay in series can open the element's circuit on the controller's command.
    package var hasSecondRelay = false
    /// Standard deviation of a probe's noise, in K.
    package var noiseKelvin = 0.03
    /// The seed of the noise: the same seed gives the same run.
    package var seed: UInt64 = 1
    /// Defects that are present from the start, also in a calibration.
    package var faults = PlantFaults()

    package init() {}

    /// The share of the conductance between element and air that remains with the blower stopped.
    package static let stoppedFanShare = 0.12
    /// The conductance that an open door adds between air and room, in W/K.
    static let openDoorWattPerKelvin = 12.0
}
