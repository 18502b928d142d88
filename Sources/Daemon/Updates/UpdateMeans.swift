import Chamber
package import Surroundings

/// What the update service asks of the rest of the daemon; each may be called from any thread.
package struct UpdateMeans: Sendable {
    /// Heat is on, or may come on by itself.
    package var isHeating: @Sendable () -> Bool
    /// From now on nobody turns heat on, or may again. Returns once the controller has heard it.
    package var refuseHeat: @Sendable (Bool) -> Void
    /// Keeps something worth remembering.
    package var note: @Sendable (DeviceEvent) -> Void
    /// Asks for a restart.
    package var restart: @Sendable () -> Void
    /// Says that there is an outcome to take.
    package var wakeServer: @Sendable () -> Void

    /// Each as the property of its name says.
    package init(
        isHeating: @escaping @Sendable () -> Bool,
        refuseHeat: @escaping @Sendable (Bool) -> Void,
        note: @escaping @Sendable (DeviceEvent) -> Void,
        restart: @escaping @Sendable () -> Void,
        wakeServer: @escaping @Sendable () -> Void
    ) {
        self.isHeating = isHeating
        self.refuseHeat = refuseHeat
        self.note = note
        self.restart = restart
        self.wakeServer = wakeServer
    }
}
