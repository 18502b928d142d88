package import Chamber
import SwitchCore
import Synchronization

/// Whether mode auto may be turned on again at the next start: what ``AutoResume`` finds at that start.
///
/// The beat asks at each step, and allocates nothing for that.
package final class ResumeMark: Sendable {
    /// `resume_auto: yes`.
    private let isAllowed: Bool
    /// What an earlier run has left is not decided yet.
    private let isOwed: Atomic<Bool>
    private let isArmed = Atomic(false)

    /// - Parameter wasArmed: what the last run stored.
    package init(isAllowed: Bool, wasArmed: Bool) {
        self.isAllowed = isAllowed
        isOwed = Atomic(isAllowed && wasArmed)
    }

    /// Mode auto was on when the last run ended, and is neither on again nor given up.
    package var isPending: Bool { isOwed.load(ordering: .acquiring) }

    /// It is on again, or given up.
    package func settle() { isOwed.store(false, ordering: .releasing) }

    /// Whether mode auto may be turned on again after an end at this moment.
    package func follow(_ snapshot: Snapshot) -> Bool {
        guard isAllowed else { return false }
        let settings = snapshot.settings
        if settings.isOn {
            // A lease ends with its owner's connection: only the owner may ask again.
            let isArmed = settings.mode == .auto && snapshot.lease == nil
            self.isArmed.store(isArmed, ordering: .relaxed)
        } else if !Self.isEndOfTheService(snapshot) {
            isArmed.store(false, ordering: .relaxed)
        }
        return isArmed.load(ordering: .relaxed) || isPending
    }

    /// The power is off because the service ends, which nobody asked the heater for.
    private static func isEndOfTheService(_ snapshot: Snapshot) -> Bool {
        snapshot.offReason == .wish && snapshot.settingsChangedBy == .controller
    }
}
