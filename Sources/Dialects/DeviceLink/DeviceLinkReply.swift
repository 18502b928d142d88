import JSON

/// What the device tells a server: text of one JSON object each, with its id.
struct DeviceLinkReply {
    let device: DeviceLinkDevice

    /// The value of `connectivity_state` while the device is connected.
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

    /// Any other answer, with its text.
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

    /// Asks for a chunk again; `expected`: the number of the next one, where that is sent too.
    static func refusal(of number: UInt32, expecting expected: UInt32?) -> [UInt8] {
        JSONWriter.object { json in
            json.member("ota_nack", number)
            if let expected { json.member("expected_seq", expected) }
        }
    }

    /// The status of a command.
    enum Status: String {
        case ok
        case error
        case notSupported = "not_supported"
        case invalidCommand = "invalid_command"
        case invalidParameter = "invalid_param"
    }
}

/// News of an update that was handed on.
package enum DeviceLinkNews: Equatable, Sendable {
    /// Its bytes may come.
    case ready
    /// It is valid and starts in a moment; the text is for people.
    case accepted(String)
    /// It is refused, at any point: what happened and what to do.
    case refused(String)
}

/// The parts of an update that are handed on while it arrives, in this order.
package enum DeviceLinkTransfer: Equatable, Sendable {
    /// An update begins; `byteCount` is the most it may have where the server does not say.
    case begin(byteCount: Int)
    /// The next bytes.
    case part([UInt8])
    /// All bytes were handed on, as announced.
    case end
    /// It was given up, for this reason, to follow a colon: nothing of it is kept.
    case givenUp(String)
}
