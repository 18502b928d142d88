package import SwitchCore

/// An event for log and store: what happened, when, and who asked.
package struct Event: Codable, Equatable, Sendable {
    /// What happened.
    package enum Kind: Codable, Equatable, Sendable {
        /// The controller started, with everything off.
        case started
        case poweredOn(OperatingMode, target: Celsius)
        case poweredOff(OffReason)
        case dryingStarted(target: Celsius, Duration)
        case dryingEnded
        case settingsChanged
        case latched(FaultRecord)
        /// The condition has gone and a client asked to clear the fault: the store must remove the
        /// latch from the disk and confirm that with ``Wish/confirmLatchCleared(_:)``.
        case clearApproved(FaultNumber)
        case latchCleared(FaultCode)
        case warningRaised(FaultCode, value: Double, limit: Double)
        case warningEnded(FaultCode)
        /// Element temperature reached the foldback limit: power removed until it has cooled.
        case foldbackBegan(Celsius)
        case foldbackEnded(Celsius)
        /// An open contact holds the heat back until it closes.
        case heatPaused(ContactName)
        /// That contact has closed, and the heat continues.
        case heatResumed(ContactName)
        case calibrationStarted
        /// The calibration ended without a model; the old model stays.
        case calibrationFailed(CalibrationFailure, CalibrationFigures)
        /// Another model regulates and guards from now on.
        case modelAdopted(ModelChange)
        /// The model learned earlier is not used by this run.
        case modelRefused(ModelRefusal)
        /// The calibration, and all that holding taught, is forgotten.
        case calibrationForgotten
        /// The stored calibration is of an earlier version and lacks what the rules need.
        case calibrationOutdated
        /// A soak has ended; how long after the wish.
        case soakEnded(Duration, isSkipped: Bool)
    }

    /// When it happened, on the monotonic clock.
    package let at: Instant
    /// What happened.
    package let kind: Kind
    /// Who asked for it; the controller itself where no client did.
    package let requester: Requester

    package init(at: Instant, kind: Kind, requester: Requester) {
        self.at = at
        self.kind = kind
        self.requester = requester
    }
}

/// The words and the severity of each kind.
extension Event.Kind {
    /// The word for files and other programs: once released it never changes, and never means anything
    /// else.
    package var word: String {
        switch self {
        case .started: "started"
        case .poweredOn: "powered_on"
        case .poweredOff: "powered_off"
        case .dryingStarted: "drying_started"
        case .dryingEnded: "drying_ended"
        case .settingsChanged: "settings_changed"
        case .latched: "latched"
        case .clearApproved: "clear_approved"
        case .latchCleared: "latch_cleared"
        case .warningRaised: "warning_raised"
        case .warningEnded: "warning_ended"
        case .foldbackBegan: "foldback_began"
        case .foldbackEnded: "foldback_ended"
        case .heatPaused: "heat_paused"
        case .heatResumed: "heat_resumed"
        case .calibrationStarted: "calibration_started"
        case .calibrationFailed: "calibration_failed"
        case .modelAdopted: "model_adopted"
        case .modelRefused: "model_refused"
        case .calibrationForgotten: "calibration_forgotten"
        case .calibrationOutdated: "calibration_outdated"
        case .soakEnded: "soak_ended"
        }
    }

    /// The words of all kinds.
    package static let words = [
        "started", "powered_on", "powered_off", "drying_started", "drying_ended",
        "settings_changed", "latched", "clear_approved", "latch_cleared", "warning_raised",
        "warning_ended", "foldback_began", "foldback_ended", "heat_paused", "heat_resumed",
        "calibration_started", "calibration_failed", "model_adopted", "model_refused",
        "calibration_forgotten", "calibration_outdated", "soak_ended",
    ]

    /// What happened, in one line for people: the only place with words for events.
    package var sentence: String {
        switch self {
        case .started:
            "Started, with everything off"
        case .poweredOn(let mode, let target):
            "Turned on in mode \(mode.title), target \(target.words)"
        case .poweredOff(let reason):
            "Turned off: " + reason.explanation
        case .dryingStarted(let target, let duration):
            "Drying started: \(target.words) for \(duration.hoursAndMinutes)"
        case .dryingEnded:
            "Drying ended"
        case .settingsChanged:
            "Settings changed"
        case .latched(let record):
            "Fault latched: \(record.code.rule.title). \(record.sentence)"
        case .clearApproved:
            "The fault's cause has gone: the fault is being cleared"
        case .latchCleared(let code):
            "Fault cleared: " + code.rule.title
        case .warningRaised(let code, let value, let limit):
            "Warning: \(code.rule.title). "
                + code.rule.sentence(of: .measured(value, limit: limit))
        case .warningEnded(let code):
            "Warning over: " + code.rule.title
        case .foldbackBegan(let element):
            "Heater paused: the element reached \(element.words)"
        case .foldbackEnded(let element):
            "Heater released: the element has cooled to \(element.words)"
        case .heatPaused(let contact):
            "Heat paused: \(contact.title) open"
        case .heatResumed(let contact):
            "Heat resumed: \(contact.title) closed"
        case .calibrationStarted:
            "Calibration started"
        case .calibrationFailed(let failure, let figures):
            "Calibration ended without a model: \(failure.explanation). \(figures.sentence)"
        case .modelAdopted(let change):
            change.sentence
        case .modelRefused(let refusal):
            "The learned model is not used: \(refusal.explanation)"
        case .calibrationForgotten:
            "Calibration forgotten: the board file's numbers apply until the next one"
        case .calibrationOutdated:
            "Calibrate again: the stored calibration is of an earlier version and lacks what the "
                + "rules need to find faults early"
        case .soakEnded(let duration, let isSkipped):
            (isSkipped ? "Soak skipped after " : "Soaked after ") + duration.hoursAndMinutes
        }
    }

    /// How severe an event is in the log.
    package enum Severity: Sendable {
        case error
        case warning
        case information
        case detail
    }

    /// The event's severity in the log.
    package var severity: Severity {
        switch self {
        case .latched: .error
        case .warningRaised, .foldbackBegan, .calibrationFailed, .modelRefused,
            .calibrationOutdated:
            .warning
        case .settingsChanged, .clearApproved: .detail
        case .started, .poweredOn, .poweredOff, .dryingStarted, .dryingEnded, .latchCleared,
            .warningEnded, .foldbackEnded, .heatPaused, .heatResumed, .calibrationStarted,
            .modelAdopted, .calibrationForgotten, .soakEnded:
            .information
        }
    }

    /// Whether a rule stopped the heat, so that the minutes before are of interest.
    package var isStopByRule: Bool {
        switch self {
        case .latched: true
        case .poweredOff(let reason):
            switch reason {
            case .sessionLimit, .overrun, .leaseExpired, .clock, .heatBalance: true
            case .boot, .wish, .fault, .calibrationOver: false
            }
        case .started, .poweredOn, .dryingStarted, .dryingEnded, .settingsChanged, .clearApproved,
            .latchCleared, .warningRaised, .warningEnded, .foldbackBegan, .foldbackEnded,
            .heatPaused, .heatResumed, .calibrationStarted, .calibrationFailed, .modelAdopted,
            .modelRefused, .calibrationForgotten, .calibrationOutdated, .soakEnded:
            false
        }
    }
}

extension Celsius {
    fileprivate var words: String { degrees.fixed(1) + " °C" }
}

extension Duration {
    fileprivate var hoursAndMinutes: String {
        let minutes = components.seconds / 60
        if minutes < 60 { return "\(minutes) min" }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
