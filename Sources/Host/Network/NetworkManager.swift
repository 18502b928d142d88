import Chamber

/// NetworkManager's methods, as far as they are used here; each has the bus's time limit.
struct NetworkManager {
    private static let service = "org.freedesktop.NetworkManager"
    private static let root = "/org/freedesktop/NetworkManager"
    /// Activating answers once the device accepts it, which takes longer with a busy supplicant.
    private static let activationPatience = Duration.seconds(10)

    let bus: BusConnection

    /// The signals after which the state of the network may have changed.
    static let matches = [
        match("path='\(root)'"),
        match("path_namespace='\(root)/Devices'"),
        match("path_namespace='\(root)/ActiveConnection'"),
        match("path_namespace='\(root)/IP4Config'"),
    ]

    private static func match(_ place: String) -> String {
        "type='signal',sender='\(service)',\(place)"
    }

    /// NetworkManager's whole state, in one call.
    func networkState() throws(BusFailure) -> NetworkState {
        let method = BusMethod(
            service: Self.service,
            path: "/org/freedesktop",
            interface: "org.freedesktop.DBus.ObjectManager",
            name: "GetManagedObjects"
        )
        return NetworkState(try bus.call(method).first ?? .options([:]))
    }

    /// Makes a device look for networks; its results come as signals.
    func scan(_ device: String) throws(BusFailure) {
        try bus.call(method(device, ".Device.Wireless", "RequestScan"), [.options([:])])
    }

    /// Makes a checkpoint of a device, to which NetworkManager rolls back on its own after `time`.
    /// Profiles that were added since are deleted then.
    func checkpoint(of device: String, for time: Duration) throws(BusFailure) -> String {
        let seconds = UInt32(clamping: time.components.seconds)
        // NMCheckpointCreateFlags: 0x2 deletes the profiles that are new.
        let answer = try bus.call(
            method(Self.root, "", "CheckpointCreate"),
            [.array(of: "o", [.path(device)]), .uint32(seconds), .uint32(0x2)]
        )
        return answer.first?.text ?? "/"
    }

    /// Ends a checkpoint: the changes since stay.
    func destroy(checkpoint: String) throws(BusFailure) {
        try bus.call(method(Self.root, "", "CheckpointDestroy"), [.path(checkpoint)])
    }

    /// Restores the state of the checkpoint; false: a device could not be restored.
    func rollBack(to checkpoint: String) throws(BusFailure) -> Bool {
        let answer = try bus.call(
            method(Self.root, "", "CheckpointRollback"),
            [.path(checkpoint)],
            within: Self.activationPatience
        )
        return (answer.first?.members ?? [:]).values.allSatisfy { $0.number == 0 }
    }

    /// Adds a profile that a restart of the machine forgets.
    func add(_ profile: BusValue) throws(BusFailure) -> String {
        let answer = try bus.call(
            method(Self.root + "/Settings", ".Settings", "AddConnectionUnsaved"),
            [profile],
            isSecret: true
        )
        return answer.first?.text ?? "/"
    }

    /// Activates a profile on a device; returns the path of the active connection.
    func activate(_ profile: String, on device: String) throws(BusFailure) -> String {
        let answer = try bus.call(
            method(Self.root, "", "ActivateConnection"),
            [.path(profile), .path(device), .path("/")],
            within: Self.activationPatience
        )
        return answer.first?.text ?? "/"
    }

    func deactivate(_ active: String) throws(BusFailure) {
        try bus.call(
            method(Self.root, "", "DeactivateConnection"),
            [.path(active)],
            within: Self.activationPatience
        )
    }

    /// Makes a profile outlast a restart of the machine.
    func save(_ profile: String) throws(BusFailure) {
        try bus.call(method(profile, ".Settings.Connection", "Save"))
    }

    func delete(_ profile: String) throws(BusFailure) {
        try bus.call(method(profile, ".Settings.Connection", "Delete"))
    }

    /// The profiles that Hearth made, by path.
    func ownProfiles() throws(BusFailure) -> [(path: String, settings: BusValue)] {
        let list = try bus.call(method(Self.root + "/Settings", ".Settings", "ListConnections"))
        var own: [(String, BusValue)] = []
        for path in (list.first?.elements ?? []).compactMap(\.text) {
            guard let settings = try settings(of: path) else { continue }
            if ConnectionProfile.purpose(of: settings) != nil { own.append((path, settings)) }
        }
        return own
    }

    /// Without secrets; `nil`: it has gone, or belongs to somebody else.
    private func settings(of profile: String) throws(BusFailure) -> BusValue? {
        do throws(BusFailure) {
            return try bus.call(method(profile, ".Settings.Connection", "GetSettings")).first
        } catch {
            guard error.kind == .missing || error.kind == .refused else { throw error }
            return nil
        }
    }

    private func method(_ path: String, _ interface: String, _ name: String) -> BusMethod {
        BusMethod(
            service: Self.service,
            path: path,
            interface: Self.service + interface,
            name: name
        )
    }
}
