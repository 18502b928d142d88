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
}
