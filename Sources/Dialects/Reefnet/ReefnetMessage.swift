package import Chamber
import JSON
import SwitchCore

/// What a hub's message asks for.
package enum ReefnetMessage: Equatable, Sendable {
    /// A `status`, at once.
    case request
    /// Numbers to set, all or none, and orders to the buzzer; `unknown` are unknown names.
    case set(
        [ReefnetParameter: Double],
        orders: [AlarmSilence.Order] = [],
        unknown: [String] = []
    )
    case silence(AlarmSilence.Order)
    /// Off, from a message that is ignored but for that: why, to follow "a message was ignored: ".
    case off(ignored: String)
    /// The message is ignored: why, to follow "a message was ignored: ".
    case ignored(String)

    /// The version of the protocol.
    static let protocolName = "reefnet.v1"
    /// More numbers in one message than there are names for them, twice over.
    private static let mostParameters = 64

    /// Reads a message as a hub sends it to the module `moduleID`. No message is an error.
    package init(parsing bytes: UnsafeRawBufferPointer, moduleID: String) {
        do throws(JSONError) {
            let value = try JSONValue(parsing: bytes)
            guard let object = value.object else {
                self = .ignored("it is \(value.kindInWords), not an object")
                return
            }
            self = Self.read(object, moduleID)
        } catch {
            self = .ignored("it is no JSON: \(error)")
        }
    }

    private static func read(_ object: JSONObject, _ moduleID: String) -> ReefnetMessage {
        if let version = object["protocol"], version != .string(protocolName) {
            return .ignored("it is not of the protocol \(protocolName)")
        }
        if let module = object["module_id"]?.string, !module.isEmpty, module != moduleID {
            return .ignored("it is for another module")
        }
        guard let type = object["type"]?.string else { return .ignored("it has no type") }
        guard type == "control" else { return command(type, in: object, isLegacy: true) }
        guard let payload = object["payload"]?.object else {
            return .ignored("a control message without a payload")
        }
        guard let name = payload["command"]?.string else {
            return .ignored("a control message without a command")
        }
        return command(name, in: payload, isLegacy: false)
    }

    /// `isLegacy`: it stands at the top of the message, where older hubs put three of them.
    private static func command(
        _ name: String,
        in object: JSONObject,
        isLegacy: Bool
    ) -> ReefnetMessage {
        switch name {
        case "config_request", "module_manifest_request": return .request
        case "set_param", "set_parameter": return parameters(of: object)
        case "status_request" where !isLegacy, "ping" where !isLegacy: return .request
        case "alarm_acknowledge" where !isLegacy: return .silence(.acknowledge)
        case "alarm_snooze" where !isLegacy: return .silence(.snooze)
        case "alarm_unsnooze" where !isLegacy: return .silence(.end)
        default: return .ignored("nothing here is called \(quoted(name))")
        }
    }

    /// A map of names and values, or one name and its value, in the object or in its `parameters`.
    private static func parameters(of object: JSONObject) -> ReefnetMessage {
        if let given = object["parameters"] {
            guard let map = given.object else {
                return .ignored("its parameters are \(given.kindInWords), not an object")
            }
            return map["value"] == nil ? several(map) : one(of: map)
        }
        return one(of: object)
    }

    private static func one(of object: JSONObject) -> ReefnetMessage {
        let names = ["param", "name"].compactMap { object[$0]?.string }
        guard let name = names.first, let value = object["value"] else {
            return .ignored("it sets a parameter without a name or a value")
        }
        guard names.allSatisfy({ $0 == name }) else {
            return .ignored("it names two parameters for one value")
        }
        return several(JSONObject([(name, value)]))
    }

    private static func several(_ map: JSONObject) -> ReefnetMessage {
        let read = numbers(of: map)
        guard case .ignored(let reason) = read, map.members.contains(where: isOff) else {
            return read
        }
        return .off(ignored: reason)
    }

    /// Off is off, whatever stands beside it.
    private static func isOff(_ member: (key: String, value: JSONValue)) -> Bool {
        guard ReefnetParameter(name: member.key) == .setPoint else { return false }
        return number(for: .setPoint, member.value).map { Tuning.isOff($0) } == true
    }

    /// The number that a value is, or stands for: what can only mean off is 0 as a set point.
    private static func number(for parameter: ReefnetParameter, _ value: JSONValue) -> Double? {
        parameter == .setPoint && value.meansOff ? 0 : value.number
    }

    private static func numbers(of map: JSONObject) -> ReefnetMessage {
        guard map.members.count <= mostParameters else {
            return .ignored("it sets \(map.members.count) parameters at once")
        }
        var values: [ReefnetParameter: Double] = [:]
        var orders: [AlarmSilence.Order] = []
        var unknown: [String] = []
        for (name, value) in map.members {
            if let order = AlarmSilence.Order(reefnetName: name) {
                if let order = order.given(value) { orders.append(order) }
                continue
            }
            guard let parameter = ReefnetParameter(name: name) else {
                unknown.append(quoted(name))
                continue
            }
            guard let number = number(for: parameter, value) else {
                return .ignored("\(parameter.rawValue) is \(value.kindInWords), not a number")
            }
            guard values.updateValue(number, forKey: parameter) == nil else {
                return .ignored("it sets \(parameter.rawValue) twice")
            }
        }
        return .set(values, orders: orders, unknown: unknown)
    }

    /// A stranger's text, short and in one line, for an event.
    private static func quoted(_ name: String) -> String {
        "\"\(String(name.prefix(40)).harmless)\""
    }
}

extension AlarmSilence.Order {
    /// The order where it stands as a parameter with `value`; `nil`: it orders nothing.
    ///
    /// No snooze is the end of one; no acknowledgement is nothing.
    fileprivate func given(_ value: JSONValue) -> AlarmSilence.Order? {
        guard value.meansOff else { return self }
        return self == .snooze ? .end : nil
    }
}
