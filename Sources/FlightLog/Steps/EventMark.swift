package import Chamber

/// An event as a recording keeps it: its kind, and the fault's code where it has one.
package struct EventMark: Equatable, Sendable {
    /// The number of the kind; never changed once released.
    package let kind: UInt8
    /// The number of the fault's code, plus one; 0: none.
    package let fault: UInt8

    package init(kind: UInt8, fault: UInt8) {
        self.kind = kind
        self.fault = fault
    }

    /// The mark of an event; its other values are dropped.
    package init(_ event: Event.Kind) {
        let code: FaultCode?
        switch event {
        case .started: (kind, code) = (1, nil)
        case .poweredOn: (kind, code) = (2, nil)
        case .poweredOff: (kind, code) = (3, nil)
        case .dryingStarted: (kind, code) = (4, nil)
        case .dryingEnded: (kind, code) = (5, nil)
        case .settingsChanged: (kind, code) = (6, nil)
        case .latched(let record): (kind, code) = (7, record.code)
        case .clearApproved: (kind, code) = (8, nil)
        case .latchCleared(let cleared): (kind, code) = (9, cleared)
        case .warningRaised(let raised, _, _): (kind, code) = (10, raised)
        case .warningEnded(let ended): (kind, code) = (11, ended)
        case .foldbackBegan: (kind, code) = (12, nil)
        case .foldbackEnded: (kind, code) = (13, nil)
        case .calibrationStarted: (kind, code) = (14, nil)
        case .calibrationFailed: (kind, code) = (15, nil)
        case .modelAdopted: (kind, code) = (16, nil)
        case .modelRefused: (kind, code) = (17, nil)
        case .soakEnded: (kind, code) = (18, nil)
        case .heatPaused: (kind, code) = (19, nil)
        case .heatResumed: (kind, code) = (20, nil)
        case .calibrationForgotten: (kind, code) = (21, nil)
        case .calibrationOutdated: (kind, code) = (22, nil)
        }
        fault = code.map { $0.rawValue + 1 } ?? 0
    }

    private static let words = [
        "started", "powered_on", "powered_off", "drying_started", "drying_ended",
        "settings_changed", "latched", "clear_approved", "latch_cleared", "warning_raised",
        "warning_ended", "foldback_began", "foldback_ended", "calibration_started",
        "calibration_failed", "model_adopted", "model_refused", "soak_ended", "heat_paused",
        "heat_resumed", "calibration_forgotten", "calibration_outdated",
    ]

    /// The mark for people.
    package var words: String {
        let index = Int(kind) - 1
        let name = Self.words.indices.contains(index) ? Self.words[index] : "event \(kind)"
        guard fault > 0 else { return name }
        return name + " " + (FaultCode(rawValue: fault - 1)?.word ?? "code \(fault - 1)")
    }
}

extension Mixer {
    /// All that an event says; the mark alone would not show that a number differs.
    mutating func mix(_ kind: Event.Kind) {
        mix(UInt64(EventMark(kind).kind))
        switch kind {
        case .started, .dryingEnded, .settingsChanged, .calibrationStarted, .calibrationForgotten,
            .calibrationOutdated:
            break
        case .poweredOn(let mode, let target):
            mix(UInt64(mode.rawValue))
            mix(target)
        case .poweredOff(let reason): mix(UInt64(reason.rawValue))
        case .dryingStarted(let target, let length):
            mix(target)
            mix(length)
        case .latched(let record): mix(record)
        case .clearApproved(let number): mix(number)
        case .latchCleared(let code), .warningEnded(let code): mix(UInt64(code.rawValue))
        case .warningRaised(let code, let value, let limit):
            mix(UInt64(code.rawValue))
            mix(value)
            mix(limit)
        case .foldbackBegan(let element), .foldbackEnded(let element): mix(element)
        case .calibrationFailed(let failure, let figures):
            mix(UInt64(failure.rawValue))
            mix(figures.slopeKelvinPerSecond)
            mix(figures.elementExcessKelvin)
            mix(figures.quality)
        case .modelAdopted(let change):
            mix(UInt64(change.cause.rawValue))
            mix(change.quality)
            mix(change.new)
        case .modelRefused(let refusal): mix(UInt64(refusal.rawValue))
        case .soakEnded(let duration, let isSkipped):
            mix(duration)
            mix(isSkipped)
        case .heatPaused(let contact), .heatResumed(let contact): mix(UInt64(contact.rawValue))
        }
    }
}
