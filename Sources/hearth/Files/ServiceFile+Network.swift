import Boards
package import Daemon

/// The section `[network]`: what Hearth may do with the machine's network.
extension ServiceFile {
    /// What it says; `nil` where it says nothing.
    package struct Network: Equatable, Sendable {
        package var manages: Bool?
        package var announces: Bool?
        package var trialSeconds: Int?
    }

    private static let manageField = Field<Bool>.yesOrNo(
        "manage",
        meaning:
            "Whether clients may change the network that this machine joins, its hotspot and its "
            + "name, through NetworkManager and systemd-hostnamed. Left out, yes; with a simulated "
            + "board such wishes succeed on paper only."
    )
    private static let announceField = Field<Bool>.yesOrNo(
        "announce",
        meaning:
            "Whether others in the network are told by mDNS, through Avahi, where the page is. "
            + "Left out, yes, and no with a simulated board."
    )
    private static let trialField = Field<Int>(
        key: "trial_s",
        meaning:
            "How long a change of the network waits for somebody to reach the device by it before "
            + "it is taken back. Left out, 60.",
        allowed: "whole seconds between 5 and 600"
    ) { text in
        guard let seconds = Int(text) else {
            return .wrong("is no whole number")
        }
        return (5...600).contains(seconds) ? .value(seconds) : .wrong("is not possible")
    }.optional()

    static let networkSchema = SectionSchema(
        "network",
        isRequired: false,
        meaning: "What Hearth may do with this machine's network.",
        fields: [manageField, announceField, trialField]
    )

    /// Reads the section.
    static func network(_ reader: inout SchemaReader) -> Network {
        Network(
            manages: reader.given(manageField, in: networkSchema),
            announces: reader.given(announceField, in: networkSchema),
            trialSeconds: reader.given(trialField, in: networkSchema)
        )
    }
}

extension ServiceFile.Network {
    /// What holds for a board: a simulated one leaves the machine alone unless it is told otherwise.
    package func options(isSimulated: Bool) -> NetworkOptions {
        var options = NetworkOptions()
        options.management =
            switch manages {
            case true?: .machine
            case false?: .none
            case nil: isSimulated ? .simulated : .machine
            }
        options.announces = announces ?? !isSimulated
        if let trialSeconds { options.trial = .seconds(trialSeconds) }
        return options
    }
}
