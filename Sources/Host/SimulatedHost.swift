import Chamber
package import Surroundings

/// The machine of a simulated board: a person who tries Hearth on a laptop must not lose its network.
///
/// Everything succeeds on paper, so that pages and clients can be tried.
package struct SimulatedHost: Sendable {
    private let tell: @Sendable (HostNews) -> Void

    /// - Parameter tell: receives news, on the thread that calls ``receive(_:)``.
    package init(tell: @escaping @Sendable (HostNews) -> Void) {
        self.tell = tell
    }

    /// Carries out an order; its outcome is told before the call returns.
    package func receive(_ order: HostOrder) {
        let subject = order.request.subject
        switch order.request {
        case .scanNetworks: tell(.networks([]))
        case .setHotspot(let isOn, _, _): tell(.hotspot(isOn: isOn))
        case .join, .setHostname, .forgetNetworks, .keepNetwork: break
        }
        tell(.outcome(HostOutcome(subject, of: order)))
        tell(.settled(subject))
    }
}
