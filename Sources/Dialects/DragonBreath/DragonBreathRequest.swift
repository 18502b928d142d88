import Chamber
import JSON
import SwitchCore

/// The body of `POST /api/v2/command`, read but not yet judged.
struct DragonBreathRequest: Equatable, Sendable {
    /// Who asks, in the client's own words.
    struct Actor: Equatable, Sendable {
        var isKlipper = false
        var name = ""
    }

    /// What is asked for.
    enum Command: Equatable, Sendable {
        case off
        case powerOn(Celsius)
        case auto(Celsius, bedThreshold: Celsius)
        case dry(Celsius, hours: Int)
        case clearFault
        /// Stop the blower, which never runs by such a command.
        case endFilter
    }

    /// The client's name for the request, at most 64 bytes.
    var id: String?
    var actor: Actor
    var command: Command
    /// The revision of the state that the client has seen; `nil`: none that makes sense.
    var expectedRevision: UInt32?

    private static let longestID = 64
    private static let longestName = 31
    /// The firmware's: any revision.
    private static let anyRevision = Double(UInt32.max)

    /// Reads the body. A body that asks for off in any form is one, whatever else stands in it.
    init(parsing body: [UInt8]) throws(DragonBreathRefusal) {
        let root = try Self.object(in: body)
        let id = root["request_id"]?.string.flatMap { Self.name($0, Self.longestID) }
        self.id = id
        actor = Self.actor(in: root["actor"]) ?? Actor()
        if let number = root["expected_revision"]?.number, number.rounded() == number,
            number >= 0, number < Self.anyRevision
        {
            expectedRevision = UInt32(number)
        }
        if Self.meansOff(root["command"]) {
            command = .off
            return
        }
        do throws(DragonBreathProblem) {
            command = try Self.command(in: root)
        } catch {
            throw DragonBreathRefusal(problem: error, id: id)
        }
    }

    /// The object that a body holds.
    static func object(in body: [UInt8]) throws(DragonBreathRefusal) -> JSONObject {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body)
        } catch {
            throw .invalid("the body is no JSON: \(error)")
        }
        guard let object = value.object else { throw .invalid("the body must be a JSON object") }
        return object
    }

    private static func name(_ text: String, _ longest: Int) -> String? {
        text.isEmpty || text.utf8.count > longest ? nil : text
    }

    private static func actor(in value: JSONValue?) -> Actor? {
        guard let object = value?.object, let kind = object["kind"]?.string,
            ["web", "klipper"].contains(kind),
            let name = object["id"]?.string.flatMap({ name($0, longestName) })
        else { return nil }
        return Actor(isKlipper: kind == "klipper", name: name)
    }

    // MARK: Off

    private static func meansOff(_ command: JSONValue?) -> Bool {
        guard let command else { return false }
        guard let object = command.object else { return isOff(command) }
        guard let name = object["name"] else { return false }
        if isOff(name) { return true }
        let keys: [String] =
            switch name.string {
            case "power_on", "auto": ["target_c"]
            case "drying_start": ["target_c", "hours"]
            default: []
            }
        return keys.contains { object[$0]?.meansOff ?? false }
    }

    private static func isOff(_ name: JSONValue) -> Bool {
        name.meansOff || name.string?.trimmed.lowercased() == "drying_stop"
    }

    // MARK: Commands

    private static func command(in root: JSONObject) throws(DragonBreathProblem) -> Command {
        guard root["api_version"]?.number == Double(DragonBreathState.apiVersion) else {
            throw DragonBreathProblem(400, "unsupported_api_version", "api_version must be 2")
        }
        guard let id = root["request_id"]?.string, name(id, longestID) != nil else {
            throw .invalid("request_id must be a text of 1 to 64 bytes")
        }
        guard actor(in: root["actor"]) != nil else {
            throw .invalid(
                "actor must have a kind, web or klipper, and an id of 1 to 31 bytes"
            )
        }
        guard let command = root["command"]?.object, let name = command["name"]?.string else {
            throw .invalid("command must be an object with a name, such as {\"name\":\"off\"}")
        }
        switch name {
        case "power_on": return .powerOn(try target(in: command))
        case "auto":
            let threshold = try number("bed_threshold_c", in: command, from: 40, to: 120)
            return .auto(try target(in: command), bedThreshold: Celsius(threshold))
        case "drying_start":
            let hours = try number("hours", in: command, from: 1, to: 12)
            guard hours.rounded() == hours else { throw .invalid("hours must be a whole number") }
            return .dry(try target(in: command), hours: Int(hours))
        case "clear_fault": return .clearFault
        case "filter": return try filter(command)
        default:
            let known = "off, power_on, auto, drying_start, drying_stop, filter, clear_fault"
            throw .invalid("there is no command \(name.quotedForMessage); there are \(known)")
        }
    }

    private static func filter(_ command: JSONObject) throws(DragonBreathProblem) -> Command {
        guard let percent = command["percent"] else {
            throw .invalid("filter takes percent, from 0 to 100")
        }
        if percent.meansOff { return .endFilter }
        guard percent.number != nil else {
            throw .invalid("percent must be a number from 0 to 100")
        }
        // Not a 400 or 409: after one the Klipper module shows a target of 0 while the heat goes on.
        throw .lacking(
            "blower that a command runs alone",
            "it runs with the heat and after it, and in mode auto from the bed's fan threshold on"
        )
    }

    /// The controller limits it to what the board allows.
    private static func target(in command: JSONObject) throws(DragonBreathProblem) -> Celsius {
        Celsius(try number("target_c", in: command, from: 0, to: 1_000))
    }

    private static func number(
        _ key: String,
        in command: JSONObject,
        from low: Double,
        to high: Double
    ) throws(DragonBreathProblem) -> Double {
        guard let number = command[key]?.number, (low...high).contains(number) else {
            let (low, high) = (Int(low), Int(high))
            throw .invalid("\(key) must be a number from \(low) to \(high)")
        }
        return number
    }
}

/// A body that is refused, with the client's name for the request.
struct DragonBreathRefusal: Error, Equatable, Sendable {
    let problem: DragonBreathProblem
    var id: String?

    static func invalid(_ message: String) -> DragonBreathRefusal {
        DragonBreathRefusal(problem: .invalid(message))
    }
}
