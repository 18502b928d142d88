import Chamber
package import SwitchCore

/// The lumped model of heater, air, walls and room: masses in J/K, conductances in W/K.
///
/// The defaults are the nominal plant: a 300 W PTC element with its blower in a printer's enclosure
/// (`docs/regulation.md`).
package struct PlantParameters: Equatable, Sendable {
    /// At full duty, with the element below ``ptcFullBelow``.
    package var heaterPowerWatts = 300.0
    /// Heat capacity of the element and its fins.
    package var elementJoulePerKelvin = 250.0
    /// Heat capacity of the air and of what follows it at once.
    package var airJoulePerKelvin = 800.0
    /// Heat capacity of walls, frame and bed.
    package var wallJoulePerKelvin = 6000.0
    /// With the blower running; stopped it is ``stoppedFanShare`` of that.
    package var elementAirWattPerKelvin = 7.0
    /// Conductance from air to walls.
    package var airWallWattPerKelvin = 8.0
    /// Conductance from walls to the room.
    package var wallRoomWattPerKelvin = 3.0
    /// Leaks from air to the room, with the door closed.
    package var airRoomWattPerKelvin = 2.0
    /// Time constant of the chamber's probe.
    package var probeLagSeconds = 15.0
    /// How long the chamber's probe sees nothing of a change.
    package var probeDeadTimeSeconds = 5.0
    /// Time constant of the element's probe.
    package var elementProbeLagSeconds = 4.0
    /// The element takes its full power up to here…
    package var ptcFullBelow = Celsius(110)
    /// …and nothing from here on, with a straight line between.
    package var ptcZeroAbove = Celsius(160)
    /// What the element takes at its temperature, up to there.
    package var powerCurve = PowerCurve.flat
    /// Times its rated power that a cold element draws: at 25 °C, on a straight line down to 1 at 60 °C.
    package var coldDraw = 1.0
    /// Share of its rated power that a warm element loses with each kelvin above 25 °C.
    package var fadePerKelvin = 0.0
    /// How the element's mass is made up.
    package var elementForm = ElementForm.lump
    /// Of the heat capacity, in an element of two masses.
    package var secondMassShare = 0.4
    /// How late that mass follows.
    package var secondMassLagSeconds = 12.0
    /// What a hot printer bed adds to the air, in W (80 W is in the guards' healthy list).
    package var bedWatts = 80.0
    /// The air around the printer; constant in a run unless a scenario changes it.
    package var room = Celsius(25)
    /// A second relay in series opens the element's circuit when the controller opens it.
    package var hasSecondRelay = false
    /// Standard deviation of a probe's noise, in K.
    package var noiseKelvin = 0.03
    /// Where the noise starts: the same seed gives the same run.
    package var seed: UInt64 = 1
    /// Defects that are there from the start, in a calibration too.
    package var faults = PlantFaults()

    package init() {}

    /// What a stopped blower leaves of the conductance between element and air.
    package static let stoppedFanShare = 0.12
    /// What an open door adds between air and room, in W/K.
    static let openDoorWattPerKelvin = 12.0
}
