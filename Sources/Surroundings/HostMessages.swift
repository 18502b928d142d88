package import Chamber

/// What the host's thread is asked for: network, hotspot and names of the machine.
package enum HostRequest: Equatable, Sendable {
    case scanNetworks
    case join(DeviceProfile.Network)
    /// Offer a network of the machine's own, or end it.
    case setHotspot(isOn: Bool, DeviceProfile.Network, address: String)
    case setHostname(String)
    /// The networks that Hearth made known to this machine are to be forgotten.
    case forgetNetworks
    /// The last change of the network stays: its requester can still reach the machine.
    case keepNetwork
}

/// A request, who made it, and by which number the answer is awaited.
package struct HostOrder: Equatable, Sendable {
    /// What to do.
    package let request: HostRequest
    /// Who asked, for the event.
    package let requester: Requester
    /// 0: nobody waits.
    package let ticket: UInt64

    package init(_ request: HostRequest, from requester: Requester, ticket: UInt64 = 0) {
        self.request = request
        self.requester = requester
        self.ticket = ticket
    }
}

/// What the host's thread has to tell.
package enum HostNews: Equatable, Sendable {
    /// How the machine is joined to its network.
    case link(DeviceStatus.StationState, error: Int, networkName: String, address: String)
    case hotspot(isOn: Bool)
    /// A search for networks has ended: their names, strongest first.
    case networks([String])
    /// What a wish came to, once for each order.
    case outcome(HostOutcome)
    /// A change that had been answered as done was taken back, for nobody came back by it.
    case takenBack(HostSubject, text: String)
    /// Somebody has come back, or nobody had to: the change stays.
    case settled(HostSubject)
    /// Something worth an event that nobody asked for.
    case remark(DeviceEvent)
}

/// What an order was about.
package enum HostSubject: Equatable, Sendable {
    case scan
    case network
    case hotspot
    case hostname
    case forgetting
    case keeping
}

/// What a wish about the machine came to.
package struct HostOutcome: Equatable, Sendable {
    /// What it is about.
    package let subject: HostSubject
    /// Who asked, for the event.
    package let requester: Requester
    /// The order's number; 0: nobody waits.
    package let ticket: UInt64
    /// What went wrong and what to do; `nil`: it is done.
    package let trouble: String?
    /// What was done, for an event; empty: nothing worth one.
    package let text: String

    /// It is done.
    package init(_ subject: HostSubject, of order: HostOrder, done text: String = "") {
        self.subject = subject
        requester = order.requester
        ticket = order.ticket
        trouble = nil
        self.text = text
    }

    /// It failed.
    package init(_ subject: HostSubject, of order: HostOrder, trouble: String) {
        self.subject = subject
        requester = order.requester
        ticket = order.ticket
        self.trouble = trouble
        text = ""
    }
}

extension HostRequest {
    /// What it is about.
    package var subject: HostSubject {
        switch self {
        case .scanNetworks: .scan
        case .join: .network
        case .setHotspot: .hotspot
        case .setHostname: .hostname
        case .forgetNetworks: .forgetting
        case .keepNetwork: .keeping
        }
    }
}
