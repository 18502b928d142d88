package import SwitchCore

/// The controller's state at the end of one step, for every client, as a plain value.
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
        /// The air has reached the set point, within 1 °C, since it was set.
        case holding
        /// The fan runs on until element and chamber are below the release temperature.
        case coolingDown
        /// A fault is latched.
        case latched
        /// A calibration runs.
        case calibrating
        /// The door is open: heat waits until it closes.
        case paused
    }

    /// The drying run.
    package struct Drying: Equatable, Sendable {
        /// Whether a run is in progress, or waits for the power to be turned on.
        package var isRunning = false
        /// The run's set point; without a run, that of the programme which the next start takes.
        package var target = Celsius(60)
        /// The time left; before the first start, the programme's length.
        package var remaining = Duration.zero
        /// How long the run in progress takes as a whole; without one, the programme's length.
        package var length = Duration.zero

        package init() {}
    }

    /// When the step was made.
    package var at = Instant.zero
    /// Steps so far, including this one.
    package var step: UInt64 = 0

    /// The settings in force.
    package var settings = OperatingSettings()
    /// Who changed `settings` last.
    package var settingsChangedBy = Requester.controller
    /// The drying run.
    package var drying = Drying()
    /// What the controller is doing.
    package var activity = Activity.off
    /// Since when `activity` and `setPoint` are what they are.
    package var activitySince = Instant.zero
    /// Why the power last went off.
    package var offReason = OffReason.boot
    /// The set point in force, also during a pause; `nil` where there is none.
    package var setPoint: Celsius?

    /// The probe in the chamber's air.
    package var chamber = ProbeStatus(condition: .waiting)
    /// The second probe in the same air; absent on most boards.
    package var chamberSecond = ProbeStatus.absent
    /// The probe on the heating element; absent on some boards.
    package var element = ProbeStatus.absent
    /// Corrections set by a user, in addition to those of the board file.
    package var offsets = ProbeOffsets()
    /// The board's contacts.
    package var contacts = ContactStates()

    /// The duty of this step's command.
    package var duty = Duty.off
    /// The mean duty that the relay delivered over the last minute.
    package var deliveredDuty = Duty.off
    /// The heater's relay is closed, as the switch reports it.
    package var isHeaterOn = false
    /// The blower runs, as the switch reports it.
    package var isFanOn = false
    /// Whether the element is cooling after it reached its foldback limit.
    package var isFoldedBack = false

    /// The model of heater and chamber.
    package var model = ThermalModel.conservative
    /// How well this heater is known.
    package var calibrationState = CalibrationState.missing
    /// The running calibration; `nil`: none runs.
    package var calibration: CalibrationProgress?
    /// How the last calibration since the start ended; `nil`: there was none.
    package var calibrationReport: CalibrationReport?
    /// The estimated time until the set point is reached; `nil`: not heating, or not calibrated.
    package var readyIn: Duration?
    /// The chamber's way to the set point; `nil` where `readyIn` is.
    package var outlook: ReadyOutlook?
    /// The soak in progress; `nil`: none.
    package var soak: SoakStatus?

    /// How heater, blower, box, probes and relay do against the calibration.
    package var health = HealthStatus()

    /// The latched fault; `nil`: nothing is latched.
    package var latch: FaultRecord?
    /// Whether the latch is approved for clearing and waits for the store.
    package var isClearing = false
    /// The standing warnings.
    package var warnings = WarningSet()

    /// The remote session's lease that heat depends on; `nil`: none.
    package var lease: LeaseStatus?
    /// The printer's bed, where a printer is connected and its report is fresh.
    package var bed: BedReport?

    /// The guard numbers in force.
    package var guards = GuardParameters()
    /// The board's own guard numbers, which no client can loosen.
    package var boardGuards = GuardParameters()
    /// Whether a client has silenced the buzzer.
    package var isSilenced = false

    /// The lowest target that this board allows.
    package var lowestTarget = Celsius(0)
    /// The highest target that this board allows.
    package var highestTarget = Celsius(70)
    /// The highest temperature that this heater can hold in this room, estimated; `nil`: not calibrated.
    package var highestReachable: Celsius?
    /// The longest drying run that this board allows, in hours.
    package var longestDryingHours = 12

    /// How many times the heater's relay has closed since the switch's start.
    package var switchings: UInt64 = 0
    /// How long the heater's relay was closed since the switch's start.
    package var heaterOnTime = Duration.zero
    /// The energy since the start, estimated from the element's rated power.
    package var energyWattHours = 0.0

    package init() {}
}
