import SwitchCore

extension Event.Kind {
    /// The word for it outside the program: once released, never changed and never used for
    /// anything else.
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
        case .calibrationStarted: "calibration_started"
        case .calibrationFailed: "calibration_failed"
        case .modelAdopted: "model_adopted"
        case .modelRefused: "model_refused"
        case .soakEnded: "soak_ended"
        }
    }

    /// What happened, in one line for people: the only place where events have words.
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
            "The fault's cause has gone: it is being cleared"
        case .latchCleared(let code):
            "Fault cleared: " + code.rule.title
        case .warningRaised(let code, let value, let limit):
            "Warning: \(code.rule.title). "
                + code.rule.sentence(of: FaultCause(of: code, value: value, limit: limit))
        case .warningEnded(let code):
            "Warning over: " + code.rule.title
        case .foldbackBegan(let element):
            "Heater paused: the element reached \(element.words)"
        case .foldbackEnded(let element):
            "Heater released: the element has cooled to \(element.words)"
        case .calibrationStarted:
            "Calibration started"
        case .calibrationFailed(let failure, let figures):
            "Calibration ended without a model: \(failure.explanation). \(figures.sentence)"
        case .modelAdopted(let change):
            change.sentence
        case .modelRefused(let refusal):
            "The learned model is not used: \(refusal.explanation)"
        case .soakEnded(let duration, let isSkipped):
            (isSkipped ? "Soak skipped after " : "Soaked after ") + duration.hoursAndMinutes
        }
    }
}

extension OffReason {
    /// Why the power is off, as the end of a sentence.
    package var explanation: String {
        switch self {
        case .boot: "not turned on since the start"
        case .wish: "as asked"
        case .fault: "a fault is latched"
        case .sessionLimit: "the longest session is over"
        case .overrun: "the heater ran flat out for too long without effect"
        case .leaseExpired: "the program that asked for heat went silent"
        case .clock: "the machine's clock stumbled"
        case .calibrationOver: "the calibration is over"
        }
    }
}

extension OperatingMode {
    /// The mode's name for people.
    package var title: String {
        switch self {
        case .auto: "auto"
        case .alwaysOn: "always on"
        case .drying: "drying"
        }
    }
}

extension ProbeName {
    /// The probe's name for people.
    package var title: String {
        switch self {
        case .chamber: "chamber probe"
        case .chamberSecond: "second chamber probe"
        case .element: "element probe"
        }
    }
}

extension Requester.Kind {
    /// Who asked, as the end of a sentence.
    package var title: String {
        switch self {
        case .controller: "the controller"
        case .store: "the store"
        case .panda: "a Panda client"
        case .page: "the web page"
        case .api: "the API"
        case .commandLine: "the command line"
        case .button: "a button"
        case .printer: "the printer"
        case .scenario: "the scenario"
        case .homeAssistant: "Home Assistant"
        case .reefnet: "reefnet"
        case .deviceLink: "the device link"
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
