import Schema

/// What Hearth may do with the machine's network. Where a setting is `nil`, the kind of board decides: a
/// simulated board does not change the machine.
package struct NetworkSettings: Equatable, Sendable {
    /// What changes network, hotspot and hostname.
    package enum Management: Equatable, Sendable {
        /// The machine's own services.
        case machine
        /// Nothing: each request is refused.
        case none
        /// Requests succeed without any change to the machine, for trying a simulated board.
        case simulated
    }

    /// Clients may change the machine's network and names; `nil`: see ``management(isSimulated:)``.
    package var manages: Bool?
    /// The daemon announces its address by mDNS; `nil`: see ``isAnnounced(isSimulated:)``.
    package var announces: Bool?
    /// How long a change of the network is on trial: without a client that reaches the device through
    /// it, the change is rolled back.
    package var trial = Duration.seconds(60)

    /// The defaults.
    package init() {}

    /// What changes the machine's network, with a real or a simulated board.
    package func management(isSimulated: Bool) -> Management {
        switch manages {
        case true?: .machine
        case false?: .none
        case nil: isSimulated ? .simulated : .machine
        }
    }

    /// Whether the daemon announces itself, with a real or a simulated board.
    package func isAnnounced(isSimulated: Bool) -> Bool {
        announces ?? !isSimulated
    }

    /// The section `[network]` of the service file: what Hearth may do with the machine's network.
    static let section = SettingsSection<NetworkSettings>(
        "network",
        meaning: "What Hearth may do with this machine's network.",
        [
            Setting(
                .yesOrNo(
                    "manage",
                    meaning:
                        "Whether clients may change the network that this machine joins, its "
                        + "hotspot and its name, through NetworkManager and systemd-hostnamed. "
                        + "Left out, yes; with a simulated board such requests succeed and "
                        + "change nothing."
                ),
                \.manages
            ),
            Setting(
                .yesOrNo(
                    "announce",
                    meaning:
                        "Whether others in the network are told by mDNS, through Avahi, where the "
                        + "page is. Left out, yes, and no with a simulated board."
                ),
                \.announces
            ),
            Setting(
                .wholeSeconds(
                    "trial_s",
                    5...600,
                    allowed: "whole seconds between 5 and 600",
                    meaning:
                        "How long a change of the network waits for somebody to reach the device "
                        + "by it before it is rolled back. Left out, 60."
                ),
                \.trial
            ),
        ]
    )
}
