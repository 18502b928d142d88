package import Chamber

/// Requests to the host's thread about the machine's network, hotspot and names.
package enum HostRequest: Equatable, Sendable {
    case scanNetworks
    case join(DeviceProfile.Network)
    /// Turns the machine's hotspot on or off.
    case setHotspot(isOn: Bool, DeviceProfile.Network, address: String)
    case setHostname(String)
    /// Deletes the networks that Hearth stored on this machine.
    case forgetNetworks
    /// Confirms the last change of the network: its requester can still reach the machine.
    case keepNetwork
}

/// A request, its requester, and the ticket that the outcome is reported with.
package struct HostOrder: Equatable, Sendable {
    /// What to do.
    package let request: HostRequest
    /// Who asked, for the event.
    package let requester: Requester
    /// The number that the client waits with; 0: no client waits.
    package let ticket: UInt64

    package init(_ request: HostRequest, from requester: Requester, ticket: UInt64 = 0) {
        self.request = request
        self.requester = requester
        self.ticket = ticket
    }
}

/// Messages from the host's thread.
package enum HostNews: Equatable, Sendable {
    /// The machine's link to its network.
    case link(DeviceStatus.StationState, error: Int, networkName: String, address: String)
    case hotspot(isOn: Bool)
    /// The name that other devices find this one by, without `.local`; empty: none.
    case announced(String)
    /// A search for networks has ended: their names, strongest first.
    case networks([String])
    /// The outcome of an order, once for each order.
    case outcome(HostOutcome)
    /// A change on trial was rolled back, because no client reached the machine through it.
    case rolledBack(HostSubject, text: String)
    /// The change stays: a client reached the machine through it, or the change needs no trial.
    case settled(HostSubject)
    /// An event that no order caused.
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

/// The outcome of a ``HostOrder``.
package struct HostOutcome: Equatable, Sendable {
    /// What the order is about.
    package let subject: HostSubject
    /// Who asked, for the event.
    package let requester: Requester
    /// The order's ticket; 0: no client waits.
    package let ticket: UInt64
    /// What went wrong and what to do; `nil`: success.
    package let trouble: String?
    /// The event's text; empty: no event.
    package let text: String

    /// A success.
    package init(_ subject: HostSubject, of order: HostOrder, done text: String = "") {
        self.subject = subject
        requester = order.requester
        ticket = order.ticket
        trouble = nil
        self.text = text
    }

    /// A failure.
    package init(_ subject: HostSubject, of order: HostOrder, trouble: String) {
        self.subject = subject
        requester = order.requester
        ticket = order.ticket
        self.trouble = trouble
        text = ""
    }
}

extension HostRequest {
    /// What the request is about.
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
