import Chamber
import Store
import Surroundings

/// Records events of the device around the controller, at the controller's time; from any thread.
struct DeviceEventLog: Sendable {
    let store: StoreService
    let exchange: Exchange

    /// Hands an event to the store.
    func record(_ event: DeviceEvent, from requester: Requester) {
        let at = exchange.snapshot.at
        store.append(Occurrence(at: at, kind: .device(event), requester: requester))
    }
}
