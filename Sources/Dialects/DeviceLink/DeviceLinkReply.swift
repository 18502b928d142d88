import JSON

/// What the device tells a server: text of one JSON object each, with its id.
struct DeviceLinkReply {
    let device: DeviceLinkDevice

    /// What stands in `connectivity_state`: a device that can tell it is.
    private static let online = "ONLINE"
    private static let offline = "OFFLINE"
    /// A device on the mains is always full.
    private static let battery = 100

    /// The first frame of a connection; it is not answered.
    func handshake() -> [UInt8] {
        JSONWriter.object { json in
            json.member("cmd", "device_handshake")
            json.member("device_id", device.id)
            json.member("firmware_version", device.version)
            json.member("device_name", device.name)
            json.member("battery_percent", Self.battery)
            json.member("connectivity_state", Self.online)
        }
    }

    /// The device's state; a broker publishes it with `isOnline` false once the device has gone.
    func status(isOnline: Bool = true) -> [UInt8] {
        JSONWriter.object { json in
            json.member("status", "ok")
            json.member("device_id", device.id)
            json.member("device_name", device.name)
            json.member("battery_percent", Self.battery)
            json.member("connectivity_state", isOnline ? Self.online : Self.offline)
            json.member("firmware_version", device.version)
            json.member("volume", device.volume)
            json.member("brightness", device.brightness)
            json.member("uptime_sec", device.uptime.components.seconds)
        }
    }

    /// A setting was taken.
    func done(_ key: String, _ value: JSONValue) -> [UInt8] {
        JSONWriter.object { json in
            json.member("status", "ok")
            json.member(key, value)
            json.member("device_id", device.id)
        }
    }

    /// Anything else, with the words for it.
    func answer(_ status: Status, _ message: String) -> [UInt8] {
        JSONWriter.object { json in
            json.member("status", status.rawValue)
            json.member("message", message)
            json.member("device_id", device.id)
        }
    }

    /// The update may come.
    func ready(for version: String?) -> [UInt8] {
        JSONWriter.object { json in
            json.member("status", "ok")
            json.member("device_id", device.id)
            if let version { json.member("version", version) }
        }
    }

    /// A chunk is there.
    static func acknowledgement(of number: UInt32) -> [UInt8] {
        JSONWriter.object { $0.member("ota_ack", number) }
    }

    /// A chunk has to come again; `expected`: the one that comes next, where that is said too.
    static func refusal(of number: UInt32, expecting expected: UInt32?) -> [UInt8] {
        JSONWriter.object { json in
            json.member("ota_nack", number)
            if let expected { json.member("expected_seq", expected) }
        }
    }

    /// What became of a command.
    enum Status: String {
        case ok
        case error
        case notSupported = "not_supported"
        case invalidCommand = "invalid_command"
        case invalidParameter = "invalid_param"
    }
}

/// What those who take updates tell of one that was handed on.
package enum DeviceLinkNews: Equatable, Sendable {
    /// Its bytes may come.
    case ready
    /// It was found right and starts in a moment; the sentences are for people.
    case accepted(String)
    /// It will not be taken, at whatever point that was found out: what happened and what to do.
    case refused(String)
}

/// What of an update is handed on while it arrives, in this order.
package enum DeviceLinkTransfer: Equatable, Sendable {
    /// One of so many bytes begins; of so many at most, where the server does not say.
    case begin(byteCount: Int)
    /// The next bytes.
    case part([UInt8])
    /// All of them were handed on, and they are what was announced.
    case end
    /// There will be no more, for this reason, to follow a colon: nothing is to be kept of it.
    case givenUp(String)
}
