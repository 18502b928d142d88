/// What the host's thread is asked for: network, hotspot and names of the machine.
package enum HostRequest: Equatable, Sendable {
    case scanNetworks
    case join(DeviceProfile.Network)
    /// Offer a network of the machine's own, or end it.
    case setHotspot(isOn: Bool, DeviceProfile.Network, address: String)
    case setHostname(String)
    /// The networks that were joined through Hearth are to be forgotten.
    case forgetNetworks
}

/// What the host's thread has to tell.
package enum HostNews: Equatable, Sendable {
    /// How the machine is joined to its network.
    case link(DeviceStatus.StationState, error: Int, networkName: String, address: String)
    case hotspot(isOn: Bool)
    /// A search for networks has ended: their names, strongest first.
    case networks([String])
    /// What a wish came to.
    case outcome(HostOutcome)
}

/// What a wish about the machine came to.
package struct HostOutcome: Equatable, Sendable {
    /// What was asked for, as the Panda Breath wire divides it.
    package enum Subject: Equatable, Sendable {
        case network
        case hotspot
        case hotspotAddress
        case hostname
    }

    package let subject: Subject
    /// What went wrong and what to do; `nil`: it is done.
    package let trouble: String?

    package init(_ subject: Subject, trouble: String? = nil) {
        self.subject = subject
        self.trouble = trouble
    }
}
