package import SwitchCore

/// All that anyone is told: the controller's state at the end of one step, as a plain value.
package struct Snapshot: Equatable, Sendable {
    /// What the controller is doing, for people.
    package enum Activity: UInt8, CaseIterable, Sendable {
        /// Power off, and nothing to cool down.
        case off
        /// Power on, but the mode asks for no heat now.
        case waiting
        /// The fan alone, because auto mode asks for it.
        case ventilating
        /// On the way up to the set point.
        case heating
        /// Within 1 °C of the set point since it was first reached.
        case holding
        /// The fan runs on until element and chamber are below the release temperature.
        case coolingDown
        /// A fault is latched.
        case latched
        /// A full-power step teaches the model.
        case calibrating
        /// The door is open: the heat waits until it is closed.
        case paused
    }

    /// The drying run.
    package struct Drying: Equatable, Sendable {
        /// A run is under way, or waits for the power to be turned on.
        package var isRunning = false
        /// What is left of it; the programme's length before the first start.
        package var remaining = Duration.zero

        package init() {}
    }

    /// When the step was made, and how many were made before it.
    package var at = Instant.zero
    /// Steps that were made, this one included.
    package var step: UInt64 = 0

    /// What was wished and still counts.
    package var settings = OperatingSettings()
    /// Who changed `settings` last.
    package var settingsChangedBy = Requester.controller
    /// The drying run.
    package var drying = Drying()
    /// What the controller is doing.
    package var activity = Activity.off
    /// Why the power went off last.
    package var offReason = OffReason.boot
    /// The set point that is being held now; `nil` where none is.
    package var setPoint: Celsius?

    /// The probe in the chamber's air.
    package var chamber = ProbeStatus(condition: .waiting)
    /// The second probe in the same air; absent on most boards.
    package var chamberSecond = ProbeStatus.absent
    /// The probe on the heating element; absent on some boards.
    package var element = ProbeStatus.absent
    /// Corrections that a user has set, besides those of the board file.
    package var offsets = ProbeOffsets()
    /// The board's contacts.
    package var contacts = ContactStates()

    /// What the regulator asks for, and what the relay delivered over the last minute.
    package var duty = Duty.off
    /// What the relay delivered over the last minute.
    package var deliveredDuty = Duty.off
    /// The lines as the switch reports them.
    package var isHeaterOn = false
    /// The blower runs, as the switch reports it.
    package var isFanOn = false
    /// The element is cooling after it reached its foldback limit.
    package var isFoldedBack = false

    /// What is known of the heater and its chamber.
    package var model = ThermalModel.conservative
    /// The calibration under way, and how the last one since the start ended.
    package var calibration: CalibrationProgress?
    /// How the last calibration since the start ended; `nil`: there was none.
    package var calibrationReport: CalibrationReport?
    /// The soak that somebody asked for.
    package var soak: SoakStatus?

    /// The latched fault; `nil`: nothing is latched.
    package var latch: FaultRecord?
    /// The latch is approved for clearing and waits for the store.
    package var isClearing = false
    /// Warnings that stand at present.
    package var warnings = WarningSet()

    /// The remote session that heat depends on; `nil`: it depends on none.
    package var lease: LeaseStatus?
    /// The printer's bed where one is connected and its report is fresh.
    package var bed: BedReport?

    /// The guards' numbers: those in force, and the board's own, which nobody loosens from afar.
    package var guards = GuardParameters()
    /// The board's own numbers, which nobody can loosen.
    package var boardGuards = GuardParameters()
    /// Somebody has asked the buzzer to be quiet.
    package var isSilenced = false

    /// The lowest and the highest target that this board allows.
    package var lowestTarget = Celsius(0)
    /// The highest set point that the board allows.
    package var highestTarget = Celsius(70)
    /// The longest drying run that this board allows, in hours.
    package var longestDryingHours = 12

    /// Relay closures, time with the relay closed, and energy by the element's rated power, since start.
    package var switchings: UInt64 = 0
    /// How long the heater's relay was closed since the switch's start.
    package var heaterOnTime = Duration.zero
    /// Estimated from the rated power, since the start.
    package var energyWattHours = 0.0

    package init() {}
}
