// The words for the core's enumerations everywhere outside the program: interface, command line,
// tables, stored rows.

/// A choice with a word: lower case with underscores, never changed once published.
package protocol Worded: CaseIterable, Equatable {
    /// The word for this choice.
    var word: String { get }
}

extension Worded {
    /// The choice with this word, or `nil`.
    package init?(word: String) {
        guard let match = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }
}

extension FaultCode: Worded {
    package var word: String { rule.word }
}

extension Snapshot.Activity: Worded {
    package var word: String {
        switch self {
        case .off: "off"
        case .waiting: "waiting"
        case .ventilating: "ventilating"
        case .heating: "heating"
        case .holding: "holding"
        case .coolingDown: "cooling_down"
        case .latched: "latched"
        case .calibrating: "calibrating"
        case .paused: "paused"
        }
    }
}

extension ContactName: Worded {
    package var word: String {
        switch self {
        case .smoke: "smoke"
        case .stop: "stop"
        case .cutout: "cutout"
        case .door: "door"
        }
    }
}

extension OperatingMode: Worded {
    package var word: String {
        switch self {
        case .auto: "auto"
        case .alwaysOn: "always_on"
        case .drying: "drying"
        }
    }
}

extension DryingPreset: Worded {
    package var word: String {
        switch self {
        case .pla: "pla"
        case .petg: "petg"
        case .custom: "custom"
        }
    }
}

extension OffReason: Worded {
    package var word: String {
        switch self {
        case .boot: "boot"
        case .wish: "wish"
        case .fault: "fault"
        case .sessionLimit: "session_limit"
        case .overrun: "overrun"
        case .leaseExpired: "lease_expired"
        case .clock: "clock"
        case .calibrationOver: "calibration_over"
        case .heatBalance: "heat_balance"
        }
    }
}

extension CalibrationPhase: Worded {
    package var word: String {
        switch self {
        case .resting: "resting"
        case .heating: "heating"
        case .cooling: "cooling"
        }
    }
}

extension CalibrationFailure: Worded {
    package var word: String {
        switch self {
        case .stopped: "stopped"
        case .heatWanted: "heat_wanted"
        case .fault: "fault"
        case .leaseExpired: "lease_expired"
        case .turnedOff: "turned_off"
        case .notAtRest: "not_at_rest"
        case .noEffect: "no_effect"
        case .poorFit: "poor_fit"
        case .heatEscapes: "heat_escapes"
        case .airStands: "air_stands"
        case .outOfBounds: "out_of_bounds"
        case .probeMoved: "probe_moved"
        case .heaterChanged: "heater_changed"
        case .bedHot: "bed_hot"
        }
    }
}

extension ThermalModel.Origin: Worded {
    package var word: String {
        switch self {
        case .board: "board"
        case .calibrated: "calibrated"
        }
    }
}

extension ModelRefusal: Worded {
    package var word: String {
        switch self {
        case .otherBoard: "other_board"
        case .impossible: "impossible"
        case .damaged: "damaged"
        }
    }
}

extension CalibrationState: Worded {
    package var word: String {
        switch self {
        case .missing: "not_calibrated"
        case .provisional: "provisional"
        case .outdated: "calibrate_again"
        case .outdatedProvisional: "calibrate_again_provisional"
        case .calibrated: "calibrated"
        }
    }
}

extension SoakPhase: Worded {
    package var word: String {
        switch self {
        case .waiting: "waiting"
        case .soaking: "soaking"
        case .done: "done"
        }
    }
}

extension ModelChange.Cause: Worded {
    package var word: String {
        switch self {
        case .calibration: "calibration"
        case .learning: "learning"
        }
    }
}

extension ProbeName: Worded {
    package var word: String {
        switch self {
        case .chamber: "chamber"
        case .chamberSecond: "chamber_second"
        case .element: "element"
        }
    }
}

extension ProbeStatus.Condition: Worded {
    package var word: String {
        switch self {
        case .absent: "absent"
        case .waiting: "waiting"
        case .good: "good"
        case .shortCircuit: "short_circuit"
        case .openCircuit: "open_circuit"
        case .unreadable: "unreadable"
        case .implausible: "implausible"
        case .stale: "stale"
        }
    }
}

extension Requester.Kind: Worded {
    package var word: String {
        switch self {
        case .controller: "controller"
        case .store: "store"
        case .panda: "panda"
        case .page: "page"
        case .api: "api"
        case .commandLine: "command_line"
        case .button: "button"
        case .printer: "printer"
        case .scenario: "scenario"
        case .homeAssistant: "home_assistant"
        case .reefnet: "reefnet"
        case .deviceLink: "device_link"
        case .dragonBreath: "dragonbreath"
        }
    }
}

extension WishOutcome.Refusal: Worded {
    package var word: String {
        switch self {
        case .latched: "latched"
        case .conditionPersists: "condition_persists"
        case .nothingLatched: "nothing_latched"
        case .outOfRange: "out_of_range"
        case .noReading: "no_reading"
        case .storeFailed: "store_failed"
        case .busy: "busy"
        case .outputsPersist: "outputs_persist"
        case .stopping: "stopping"
        case .powerIsOn: "power_is_on"
        case .bedIsHot: "bed_is_hot"
        case .notAtRest: "not_at_rest"
        case .doorIsOpen: "door_is_open"
        case .heatIsOn: "heat_is_on"
        case .notDrying: "not_drying"
        case .noBoard: "no_board"
        case .boardUnusable: "board_unusable"
        }
    }
}

extension SelfTestCheck: Worded {
    package var word: String {
        switch self {
        case .probes: "probes"
        case .outputs: "outputs"
        case .rest: "rest"
        case .heat: "heat"
        case .plugs: "plugs"
        case .fall: "fall"
        case .blower: "blower"
        }
    }
}

extension SelfTestFinding.Verdict: Worded {
    package var word: String {
        switch self {
        case .passed: "ok"
        case .warning: "warning"
        case .failed: "failed"
        case .skipped: "skipped"
        }
    }
}

extension SelfTest.Phase: Worded {
    package var word: String {
        switch self {
        case .waiting: "waiting"
        case .resting: "resting"
        case .heating: "heating"
        case .stillAir: "still_air"
        case .movedAir: "moved_air"
        case .cooling: "cooling"
        case .ended: "ended"
        }
    }
}
