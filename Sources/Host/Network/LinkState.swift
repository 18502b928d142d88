import Chamber
package import Surroundings
package import SwitchCore

/// The machine's link as clients see it: NetworkManager's state, and what happened before.
///
/// ```
/// noNetwork ──join──▶ connecting ──▶ connected ──lost──▶ reconnecting ──▶ connected
///                         └──refused──▶ wrongPassword ──4 s──▶ as NetworkManager shows
/// ```
package struct LinkState: Equatable, Sendable {
    /// The link as it is published.
    package struct Link: Equatable, Sendable {
        /// The state of the Wi-Fi.
        package var state: DeviceStatus.StationState
        /// Empty: none.
        package var networkName: String
        /// Empty: none.
        package var address: String
    }

    /// Long enough for a person to see, although the previous network may be back at once.
    private static let showsRefusal = Duration.seconds(4)

    private var wasConnected = false
    private var isJoining = false
    private var showsRefusalUntil: Instant?

    package init() {}

    /// Joining another network has begun.
    package mutating func joinBegan() {
        isJoining = true
        showsRefusalUntil = nil
    }

    /// Joining has ended, successfully or not.
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

    /// When to ask for the link again although nothing happens.
    package var wakeTime: Instant? { isJoining ? nil : showsRefusalUntil }

    private mutating func current(_ networkState: NetworkState) -> Link {
        let connected = networkState.devices.filter { $0.state == .connected && !$0.isAccessPoint }
        let known = connected.filter { $0.kind != .other }
        // The default route's first; else a radio that joined a network, then a cable.
        let best =
            known.first { $0.active == networkState.primary }
            ?? known.first { $0.kind == .wireless } ?? known.first
        if let best {
            wasConnected = true
            let name =
                best.kind == .wireless
                ? NetworkName.shown(best.ssid) : DeviceStatus.wired
            return Link(
                state: .connected,
                networkName: name.isEmpty ? "Wi-Fi" : name,
                address: best.addresses.first ?? ""
            )
        }
        if let hotspot = networkState.hotspot {
            // Its own network was asked for: no link was lost.
            wasConnected = false
            return Link(
                state: .noNetwork,
                networkName: NetworkName.shown(hotspot.ssid),
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
}
