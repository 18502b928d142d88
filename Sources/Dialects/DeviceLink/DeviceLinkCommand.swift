import Chamber
import JSON

/// A server's text message as a command.
enum DeviceLinkCommand: Equatable, Sendable {
    case status
    case setVolume(Int)
    case setBrightness(Int)
    case setName(String)
    case reboot
    case update(DeviceLinkOffer)
    /// All of an update has been sent.
    case updateComplete
    /// A command that this device does not carry out: why.
    case notSupported(String)
    /// An unknown command.
    case unknown
    /// A known command with a value that is not allowed: which, and what is allowed.
    case wrongParameter(String)
    /// No command at all: it is not answered, so that two sides never answer each other's answers.
    case noCommand(String)

    /// The text after the last frame of an update.
    static let complete = "OTA_COMPLETE"
    /// Bytes of a name in UTF-8.
    private static let longestName = 64

    /// Reads a text message. No message is an error.
    init(parsing bytes: UnsafeRawBufferPointer) {
        if bytes.elementsEqual(Self.complete.utf8) {
            self = .updateComplete
            return
        }
        do throws(JSONError) {
            let value = try JSONValue(parsing: bytes)
            guard let object = value.object, let name = object["cmd"]?.string else {
                self = .noCommand("it has no \"cmd\"")
                return
            }
            self = Self.read(name, object)
        } catch {
            self = .noCommand("it is no JSON: \(error)")
        }
    }

    private static func read(_ name: String, _ object: JSONObject) -> DeviceLinkCommand {
        switch name {
        case "request_status": return .status
        case "set_volume":
            return percent("volume", in: object).map { .setVolume($0) }
                ?? .wrongParameter("volume is a whole number from 0 to 100")
        case "set_brightness":
            return percent("brightness", in: object).map { .setBrightness($0) }
                ?? .wrongParameter("brightness is a whole number from 0 to 100")
        case "set_device_name":
            return deviceName(in: object).map { .setName($0) }
                ?? .wrongParameter("device_name is a text of 1 to \(longestName) bytes")
        case "reboot": return .reboot
        case "request_ota":
            do throws(DeviceLinkOffer.Problem) {
                return .update(try DeviceLinkOffer(object))
            } catch {
                return .wrongParameter(error.words)
            }
        case "set_wifi":
            return .notSupported("WiFi config not supported over WebSocket.")
        case "request_ble_config":
            return .notSupported("This device has no Bluetooth.")
        case "set_ws_url":
            return .notSupported("The server's address stands in /etc/hearth/hearth.conf.")
        default: return .unknown
        }
    }

    private static func percent(_ key: String, in object: JSONObject) -> Int? {
        guard let number = object[key]?.wholeNumber, (0...100).contains(number) else { return nil }
        return number
    }

    private static func deviceName(in object: JSONObject) -> String? {
        guard let name = object["device_name"]?.string,
            (1...longestName).contains(name.utf8.count), !name.allSatisfy(\.isWhitespace),
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return name
    }
}

/// The device as it describes itself, and what can be set.
package struct DeviceLinkDevice: Equatable, Sendable {
    /// The network card's address in 12 upper-case hexadecimal digits.
    package var id: String
    /// The program's version, as the server compares it with its updates.
    package var version: String
    /// The name for people; empty: none was set.
    package var name = ""
    /// The buzzer's, in percent.
    package var volume = 0
    /// The lights', in percent.
    package var brightness = 0
    /// The board has a buzzer; it has lights.
    package var hasBuzzer = false
    /// The board has lights.
    package var hasLights = false
    /// Since the service started.
    package var uptime = Duration.zero

    package init(id: String, version: String) {
        self.id = id
        self.version = version
    }
}
