package import Chamber
import JSON
import SwitchCore

/// What happens to the heater, in the words of Home Assistant's event entity. A released word never changes.
package enum HomeAssistantEvent: String, CaseIterable, Sendable {
    /// A fault has latched.
    case fault
    /// A lease or the longest session has ended the heat.
    case termEnded = "term_ended"
    /// The air has reached its set point.
    case targetReached = "target_reached"
    /// A drying run has lasted its time.
    case dryingDone = "drying_done"
    /// A soak is over, or was skipped.
    case soaked
}

/// Finds the events in what the controller shows. Between two connections it waits, so that what happened
/// meanwhile is told when the broker is back.
package struct HomeAssistantEvents: Sendable {
    /// What the last snapshot showed.
    private struct Shown {
        let latched: FaultNumber?
        let isOn: Bool
        let isDrying: Bool
        let soak: SoakPhase?

        init(_ snapshot: Snapshot) {
            latched = snapshot.latch?.number
            isOn = snapshot.settings.isOn
            isDrying = snapshot.drying.isRunning
            soak = snapshot.soak?.phase
        }
    }

    private var shown: Shown?
    /// The set point that was reached last, as long as it is in force.
    private var reached: Celsius?

    package init() {}

    /// An event and a sentence about it.
    package struct Published: Equatable, Sendable {
        /// Which event.
        package let event: HomeAssistantEvent
        /// For people, at most ``HomeAssistantState/longestText`` characters.
        package let text: String

        init(_ event: HomeAssistantEvent, _ text: String) {
            self.event = event
            self.text = HomeAssistantState.short(text)
        }

        /// The message's JSON on one line.
        package func encoded() -> [UInt8] {
            JSONWriter.object { json in
                json.member("event_type", event.rawValue)
                json.member("text", text)
            }
        }
    }

    /// What has happened since the last snapshot; the first one shows nothing new.
    package mutating func step(_ snapshot: Snapshot) -> [Published] {
        let isReached = reach(snapshot)
        let now = Shown(snapshot)
        guard let before = shown.replace(with: now) else { return [] }
        var told: [Published] = []
        if let latch = snapshot.latch, latch.number != before.latched {
            told.append(Published(.fault, HomeAssistantState.text(of: latch)))
        }
        if before.isOn, !now.isOn, snapshot.offReason.endsTerm {
            told.append(Published(.termEnded, "Turned off: " + snapshot.offReason.explanation))
        }
        if isReached, let setPoint = snapshot.setPoint {
            let text = "The chamber has reached \(setPoint.degrees.fixed(1)) °C"
            told.append(Published(.targetReached, text))
        }
        // A person who ends the run is the one who changed the settings last.
        if before.isDrying, !now.isDrying, now.isOn, snapshot.settingsChangedBy == .controller {
            told.append(Published(.dryingDone, "Drying is done"))
        }
        if before.soak != .done, before.soak != nil, now.soak == .done {
            told.append(Published(.soaked, "Walls and contents are warm too"))
        }
        return told
    }

    /// Whether the set point is reached for the first time since it is in force.
    private mutating func reach(_ snapshot: Snapshot) -> Bool {
        if reached != snapshot.setPoint { reached = nil }
        guard snapshot.activity == .holding, reached == nil, let setPoint = snapshot.setPoint else {
            return false
        }
        reached = setPoint
        return true
    }
}

extension Optional {
    /// Puts `value` in its place and returns what was there.
    fileprivate mutating func replace(with value: Wrapped) -> Wrapped? {
        let old = self
        self = value
        return old
    }
}

extension OffReason {
    /// Nobody renewed what the heat depended on.
    fileprivate var endsTerm: Bool {
        switch self {
        case .leaseExpired, .sessionLimit: true
        case .boot, .wish, .fault, .overrun, .clock, .calibrationOver, .heatBalance: false
        }
    }
}
