package import Chamber
import JSON
package import Surroundings

/// The actions of one message of a client, in the order in which to carry them out.
package struct PandaMessage: Equatable, Sendable {
    /// One thing asked for.
    package enum Action: Equatable, Sendable {
        /// A write of an operating setting: as the wire has it, and what it means.
        case write(PandaField, Int, Wish)
        case setPrinterKind(DeviceProfile.PrinterKind)
        /// The drying programme that the next start takes.
        case selectPreset(DryingPreset)
        /// A wish about what surrounds the controller.
        case device(DeviceWish)
        /// A wish about what surrounds the controller, whose outcome the client is sent.
        case awaited(DeviceWish, PandaResponse.Kind)
        /// Outputs off, everything forgotten, restart; the client is sent the outcome.
        case restoreFactorySettings
        /// The whole state, again.
        case dump
        /// A command was carried out, or not.
        case respond(PandaResponse)
    }

    /// In the order of the message's members.
    package internal(set) var actions: [Action] = []
    /// The parts that were ignored, for counting and for the log; at most eight are named.
    package internal(set) var ignored = PandaIgnored()

    /// Reads a text or binary message as a client of `device` sent it.
    ///
    /// No message is an error: parts that are not understood are ignored and counted.
    package init(parsing bytes: UnsafeRawBufferPointer, device: DeviceView) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            ignored.add("message", "is no JSON: \(error)")
            actions = Self.offs(in: bytes, of: device)
            return
        }
        guard let object = value.object else {
            ignored.add("message", "is \(value.kindInWords), not an object")
            return
        }
        var reader = PandaReader(device: device)
        reader.read(object)
        actions = reader.actions
        ignored = reader.ignored
    }

    /// The offs of a message that is no JSON as it stands: without a byte order mark, which some libraries
    /// write, and without the null characters that end a text in C. Off is off; nothing else is taken from it.
    private static func offs(
        in bytes: UnsafeRawBufferPointer,
        of device: DeviceView
    ) -> [Action] {
        var bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = UnsafeRawBufferPointer(rebasing: bytes[3...])
        }
        let end = bytes.lastIndex { $0 != 0 } ?? -1
        do {
            let text = UnsafeRawBufferPointer(rebasing: bytes[..<(end + 1)])
            guard let object = try JSONValue(parsing: text).object else { return [] }
            var reader = PandaReader(device: device)
            reader.read(object)
            return reader.actions.filter { action in
                if case .write(let field, 0, _) = action {
                    field == .workOn || field == .isRunning
                } else {
                    false
                }
            }
        } catch {
            return []
        }
    }

    /// Reads a message of `device`'s client.
    package init(parsing bytes: [UInt8], device: DeviceView) {
        self = bytes.withUnsafeBytes { PandaMessage(parsing: $0, device: device) }
    }
}

/// The result of a command, as clients are told.
package struct PandaResponse: Equatable, Sendable {
    /// The commands that have one (wire contract, section 4).
    package enum Kind: String, CaseIterable, Sendable {
        case setHostname = "set_hostname"
        case setHotspot = "set_ap"
        case setHotspotAddress = "set_hotspot_ip"
        case factoryReset = "factory_reset"
        case firmwareUpdate = "ota_fw"
        case unknownUpdate = "ota_unknown"
        case printerKind = "printer_type"
    }

    /// The command that was carried out or not.
    package let kind: Kind
    /// The wire's `ok`, 1 or 0.
    package let isDone: Bool

    package init(_ kind: Kind, isDone: Bool) {
        self.kind = kind
        self.isDone = isDone
    }

    /// The frame that says it.
    package func encoded() -> [UInt8] {
        JSONWriter.object { json in
            json.object("response") { json in
                json.member("type", kind.rawValue)
                json.member("ok", isDone ? 1 : 0)
            }
        }
    }
}

/// The parts of a message that were not understood.
package struct PandaIgnored: Equatable, Sendable {
    /// How many parts were ignored.
    package private(set) var count = 0
    /// The first of them, each with its place and the reason.
    package private(set) var notes: [String] = []

    package init() {}

    mutating func add(_ place: String, _ reason: String) {
        count += 1
        // Keys are the client's own text: the log gets them shortened and without control
        // characters.
        if notes.count < 8 { notes.append("\(PandaText.shown(place, bytes: 60)) \(reason)") }
    }
}
