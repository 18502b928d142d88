import Chamber
package import Surroundings

/// The machine of a simulated board: a person who tries Hearth on a laptop must not lose its network.
///
/// Everything succeeds on paper, and at once, so that pages and clients can be tried.
package struct SimulatedHost: HostReceiver {
    package init() {}

    package func receive(_ order: HostOrder) -> [HostNews] {
        let subject = order.request.subject
        let news: [HostNews] =
            switch order.request {
            case .scanNetworks: [.networks([])]
            case .setHotspot(let isOn, _, _): [.hotspot(isOn: isOn)]
            case .join, .setHostname, .forgetNetworks, .keepNetwork: []
            }
        return news + [.outcome(HostOutcome(subject, of: order)), .settled(subject)]
    }

    package func recordVisit() {}
}
