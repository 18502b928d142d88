import Chamber
import MachineClock
import Surroundings
import SwitchCore

/// How a change of the network ends: kept, failed, or rolled back.
extension HostWork {
    func report(_ change: RunningChange) {
        if change.purpose == .station {
            linkState.joinEnded(hasWrongPassword: false, at: .monotonic())
        }
        let words =
            switch change.purpose {
            case .station: "Joined \"\(change.name)\"."
            case .hotspot:
                "The hotspot \"\(change.name)\" is \(change.startsHotspot ? "on" : "off")."
            }
        if change.startsHotspot { offered = change.order.request }
        let isOn = change.purpose == .hotspot ? change.startsHotspot : networkState?.hotspot != nil
        toldHotspot = isOn
        publish(.hotspot(isOn: isOn))
        finish(change.order, words)
        publishLink(at: .monotonic())
    }

    func keep(_ change: RunningChange) {
        dropChange()
        guard let bus else { return }
        let manager = NetworkManager(bus: bus)
        do throws(BusFailure) {
            try manager.destroy(checkpoint: change.checkpoint)
            if let profile = change.profile { try manager.save(profile) }
            try deleteFormer(of: change, manager)
        } catch {
            let words = BusTrouble.words(for: error, from: .network)
            let event = DeviceEvent(
                .network,
                isTrouble: true,
                "The change of the network may not last: \(words)."
            )
            return publish(.remark(event))
        }
        publish(.settled(change.order.request.subject))
    }

    /// Deletes Hearth's older profiles of the same purpose: the same network, or the hotspot.
    private func deleteFormer(
        of change: RunningChange,
        _ manager: NetworkManager
    ) throws(BusFailure) {
        for (path, settings) in try manager.ownProfiles() where path != change.profile {
            guard ConnectionProfile.purpose(of: settings) == change.purpose else { continue }
            let isSame = ConnectionProfile.ssid(of: settings) == change.ssid
            if change.purpose == .hotspot || isSame { try manager.delete(path) }
        }
    }

    func fail(_ change: RunningChange, _ failure: NetworkFailure) {
        if change.purpose == .station {
            linkState.joinEnded(hasWrongPassword: failure == .wrongPassword, at: .monotonic())
        }
        dropChange()
        // The reason first, then the end: a client takes an end without a reason for success.
        refuse(change.order, "\"\(change.name)\": \(failure.words(for: change.purpose))")
        publishLink(at: .monotonic())
        if let bus { rollBack(change.checkpoint, NetworkManager(bus: bus)) }
        inspectSoon()
    }

    func rollBack(_ change: RunningChange) {
        undo(change)
        let seconds = configuration.trial.components.seconds
        let words =
            "The network is as it was before \"\(change.name)\": nobody reached this device within "
            + "\(seconds) s of the change."
        publish(.rolledBack(change.order.request.subject, text: words))
        offered = nil
        inspect()
    }

    /// The hotspot was switched back during its trial: restore the previous network now.
    func revoke(_ change: RunningChange, _ order: HostOrder) {
        undo(change)
        if change.startsHotspot { offered = nil }
        toldHotspot = change.endsHotspot
        publish(.hotspot(isOn: change.endsHotspot))
        finish(order, "The hotspot \"\(change.name)\" is \(change.endsHotspot ? "on" : "off").")
        publish(.settled(.hotspot))
    }

    /// A reset rolls back what is on trial, too.
    func rollBackForReset() {
        if let change { undo(change) }
    }

    /// Removes every trace of the change.
    private func undo(_ change: RunningChange) {
        dropChange()
        if let bus { rollBack(change.checkpoint, NetworkManager(bus: bus)) }
    }

    private func dropChange() {
        change = nil
        failure = nil
        visits.await(false)
    }

    func rollBack(_ checkpoint: String, _ manager: NetworkManager) {
        do throws(BusFailure) {
            if try manager.rollBack(to: checkpoint) { return }
        } catch {
            // A missing one was rolled back by NetworkManager itself.
            if error.kind == .lost { loseBus() }
            if error.name.hasSuffix("InvalidArguments") || error.kind == .missing { return }
        }
        let event = DeviceEvent(
            .network,
            isTrouble: true,
            "The network before could not be restored at once; NetworkManager tries again on its own."
        )
        publish(.remark(event))
    }
}
