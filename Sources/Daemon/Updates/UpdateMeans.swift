import Chamber
import Surroundings

/// What the update desk asks of the rest of the daemon; each may be called from any thread.
struct UpdateMeans: Sendable {
    /// Heat is on, or may come on by itself.
    var isHeating: @Sendable () -> Bool
    /// From now on nobody turns heat on, or may again. Returns once the controller has heard it.
    var refuseHeat: @Sendable (Bool) -> Void
    /// Keeps something worth remembering.
    var note: @Sendable (DeviceEvent) -> Void
    /// Asks for a restart.
    var restart: @Sendable () -> Void
    /// Says that there is an outcome to take.
    var wakeServer: @Sendable () -> Void
}
