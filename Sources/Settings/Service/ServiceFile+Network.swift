extension ServiceFile {
    /// `[network]`: what Hearth may do with the machine's network.
    static let networkSection = SettingsSection<NetworkSettings>(
        "network",
        meaning: "What Hearth may do with this machine's network.",
        [
            Setting(
                .yesOrNo(
                    "manage",
                    meaning:
                        "Whether clients may change the network that this machine joins, its "
                        + "hotspot and its name, through NetworkManager and systemd-hostnamed. "
                        + "Left out, yes; with a simulated board such wishes succeed on paper only."
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
                        + "by it before it is taken back. Left out, 60."
                ),
                \.trial
            ),
        ]
    )
}
