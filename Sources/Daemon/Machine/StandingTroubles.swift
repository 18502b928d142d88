package import Chamber
package import Store
package import Surroundings
package import SwitchCore

/// What stands against heating, measuring or storing on this machine: the one list that the page, `hearth
/// status` and other programs show.
package struct StandingTroubles: Sendable {
    private let board: String?
    private let port: String?
    private let refusal: WishOutcome.Refusal?
    private let control: @Sendable () -> String?
    private let converter: @Sendable () -> String?
    private let store: @Sendable () -> StoreTrouble?
    private let isCalendarKnown: @Sendable () -> Bool
    private let isUpgradeWaiting: @Sendable () -> Bool
    private let startedAt: Instant

    /// - Parameters:
    ///   - board: why no board can be used, with full stops.
    ///   - port: why the daemon listens at another port than usual, with full stops.
    ///   - refusal: why this machine permits no heat at all.
    ///   - control: why the lines cannot be switched, without a full stop.
    ///   - converter: why the converter is not read, without a full stop.
    ///   - store: what cannot be stored.
    ///   - isCalendarKnown: whether the calendar's time is known to be right.
    ///   - isUpgradeWaiting: whether a newly installed version waits for the end of this one.
    ///   - startedAt: when the daemon started, on the monotonic clock.
    package init(
        board: String? = nil,
        port: String? = nil,
        refusal: WishOutcome.Refusal?,
        control: @escaping @Sendable () -> String?,
        converter: @escaping @Sendable () -> String?,
        store: @escaping @Sendable () -> StoreTrouble?,
        isCalendarKnown: @escaping @Sendable () -> Bool,
        isUpgradeWaiting: @escaping @Sendable () -> Bool,
        startedAt: Instant
    ) {
        self.board = board
        self.port = port
        self.refusal = refusal
        self.control = control
        self.converter = converter
        self.store = store
        self.isCalendarKnown = isCalendarKnown
        self.isUpgradeWaiting = isUpgradeWaiting
        self.startedAt = startedAt
    }

    /// A time server answers within this time where there is one.
    private static let patience = Duration.minutes(5)

    /// One sentence or two for each, the most urgent first.
    package func list(_ view: DeviceView, at now: Instant) -> [String] {
        var troubles: [String] = []
        if let board { troubles.append(board) }
        if let words = control() { troubles.append("No control: \(words).") }
        if let refusal { troubles.append("No heat: \(refusal.explanation).") }
        if let words = converter() { troubles.append("No reading: \(words).") }
        if let trouble = store() { troubles.append(trouble.sentence) }
        if !isCalendarKnown(), now.duration(since: startedAt) >= Self.patience {
            troubles.append(
                "This machine's clock is not set, so events have a wrong time until it is: connect it "
                    + "to a network with a time server. Earlier events are corrected then."
            )
        }
        let (name, found) = (view.profile.hostname, view.status.announcedName)
        if !found.isEmpty, found.lowercased() != name.lowercased() {
            troubles.append(
                "Another device in this network has the name \(name).local: this one is found as "
                    + "\(found).local. Give it a unique name."
            )
        }
        if !view.status.hostTrouble.isEmpty {
            troubles.append("The last change of the network failed: \(view.status.hostTrouble).")
        }
        if let port { troubles.append(port) }
        if isUpgradeWaiting() {
            troubles.append(
                "A new version is installed and starts when the power is off and the heater is cool. "
                    + "This version runs until then."
            )
        }
        return troubles
    }
}
