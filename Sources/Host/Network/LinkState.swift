import Chamber
package import Surroundings
package import SwitchCore

/// What clients are told of the machine's link: what NetworkManager shows, and what went before.
///
/// ```
/// noNetwork ──join──▶ connecting ──▶ connected ──lost──▶ reconnecting ──▶ connected
///                         └──refused──▶ wrongPassword ──4 s──▶ as NetworkManager shows
/// ```
package struct LinkState: Equatable, Sendable {
    /// As it is told.
    package struct Link: Equatable, Sendable {
        /// What clients show of the Wi-Fi.
        package var state: DeviceStatus.StationState
        /// Empty: none.
        package var networkName: String
        /// Empty: none.
        package var address: String
    }

    /// The clients' beat is 100 ms, and a person has to see it; the network before may be back at once.
    private static let showsRefusal = Duration.seconds(4)

    private var wasConnected = false
    private var isJoining = false
    private var showsRefusalUntil: Instant?

    package init() {}

    /// Somebody wants another network.
    package mutating func joinBegan() {
        isJoining = true
        showsRefusalUntil = nil
    }

    /// That has ended, one way or the other.
    package mutating func joinEnded(hasWrongPassword: Bool, at now: Instant) {
        isJoining = false
        if hasWrongPassword { showsRefusalUntil = now.advanced(by: Self.showsRefusal) }
    }

    /// The link as `networkState` shows it.
    package mutating func link(in networkState: NetworkState, at now: Instant) -> Link {
        var link = current(networkState)
        if isJoining {
            link.state = .connecting
        } else if let until = showsRefusalUntil {
            if now < until {
                link.state = .wrongPassword
            } else {
                showsRefusalUntil = nil
            }
        }
        return link
    }

    /// When the link is to be looked at again though nothing happens.
    package var wakeTime: Instant? { isJoining ? nil : showsRefusalUntil }

    private mutating func current(_ networkState: NetworkState) -> Link {
        let connected = networkState.devices.filter { $0.state == .connected && !$0.isAccessPoint }
        let known = connected.filter { $0.kind != .other }
        // The way out first; else a radio that somebody had joined to a network, then a cable.
        let best =
            known.first { $0.active == networkState.primary }
            ?? known.first { $0.kind == .wireless } ?? known.first
        if let best {
            wasConnected = true
            let name =
                best.kind == .wireless ? String(decoding: best.ssid, as: UTF8.self) : Self.wired
            return Link(
                state: .connected,
                networkName: name.isEmpty ? "Wi-Fi" : name,
                address: best.addresses.first ?? ""
            )
        }
        if let hotspot = networkState.hotspot {
            // A network of its own is what was asked for: nothing was lost.
            wasConnected = false
            return Link(
                state: .noNetwork,
                networkName: String(decoding: hotspot.ssid, as: UTF8.self),
                address: hotspot.addresses.first ?? ""
            )
        }
        let isConnecting = networkState.devices.contains {
            $0.state == .connecting && $0.kind != .other
        }
        let state: DeviceStatus.StationState =
            wasConnected ? .reconnecting : isConnecting ? .connecting : .noNetwork
        return Link(state: state, networkName: "", address: "")
    }

    /// The page throws a user without a network's name into its set-up.
    private static let wired = "Wired"
}
