/// What Hearth may do with the machine's network; `nil` where the board's kind decides: a simulated
/// board leaves the machine alone.
package struct NetworkSettings: Equatable, Sendable {
    /// Who changes network, hotspot and hostname.
    package enum Management: Equatable, Sendable {
        /// The machine's own services are asked.
        case machine
        /// Nobody: each wish is refused.
        case none
        /// Wishes succeed on paper, so that a simulated board can be tried without losing a network.
        case simulated
    }

    /// Clients may change the machine's network and names.
    package var manages: Bool?
    /// Others in the network hear by mDNS where the daemon is.
    package var announces: Bool?
    /// How long a change of the network waits for a client that reaches the device through it.
    package var trial = Duration.seconds(60)

    /// What holds where the file says nothing.
    package init() {}

    /// Who changes the machine's network, with a real or a simulated board.
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
