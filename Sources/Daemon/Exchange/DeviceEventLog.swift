import Chamber
import Store
import Surroundings

/// Keeps what happens around the controller, at the controller's time; from any thread.
struct DeviceEventLog: Sendable {
    let store: StoreService
    let exchange: Exchange

    /// Records something worth remembering.
    func record(_ event: DeviceEvent, from requester: Requester) {
        let at = exchange.snapshot.at
        store.append(Occurrence(at: at, kind: .device(event), requester: requester))
    }
}
