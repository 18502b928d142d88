package import Surroundings

/// What the fleet's service needs of the rest of the program; called on its thread.
package struct FleetHost: Sendable {
    /// This heater as a card.
    package var own: @Sendable () -> FleetHeater
    /// Turns this heater off; false: its queue is full.
    package var turnOff: @Sendable () -> Bool
    /// Whether this heater's power is on.
    package var isOn: @Sendable () -> Bool

    package init(
        own: @escaping @Sendable () -> FleetHeater,
        turnOff: @escaping @Sendable () -> Bool,
        isOn: @escaping @Sendable () -> Bool
    ) {
        self.own = own
        self.turnOff = turnOff
        self.isOn = isOn
    }
}

/// Where heaters are looked for.
package struct FleetRange: Equatable, Sendable {
    /// This heater's own port.
    package var port: UInt16
    /// This heater serves its own machine alone, so it looks there alone.
    package var isLoopback: Bool
    /// Whether Avahi is asked for `_hearth._tcp`; without it the network's addresses are asked one by one.
    package var browses: Bool

    package init(port: UInt16, isLoopback: Bool, browses: Bool) {
        self.port = port
        self.isLoopback = isLoopback
        self.browses = browses
    }
}
