/// How the daemon deals with the machine's network.
package struct NetworkOptions: Equatable, Sendable {
    /// Who changes network, hotspot and hostname.
    package enum Management: Equatable, Sendable {
        /// The machine's own services are asked.
        case machine
        /// Nobody: each wish is refused.
        case none
        /// Wishes succeed on paper, so that a simulated board can be tried without losing a network.
        case simulated
    }

    package var management = Management.machine
    /// Others in the network are told by mDNS where the daemon is.
    package var announces = true
    /// How long a change of the network waits for somebody to come back by it.
    package var trial = Duration.seconds(60)

    package init() {}
}
