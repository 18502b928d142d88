import Chamber
import CommandLine
package import JSON

/// The service's settings, in words.
package enum SettingsReport {
    /// A line for each setting of `answer` (`docs/api.md`).
    package static func lines(_ answer: JSONObject) -> [String] {
        answer.members.flatMap { name, value in
            guard let group = value.object else { return [line(name, value)] }
            return group.members.map { line("\(name).\($0.key)", $0.value) }
        }
    }

    private static func line(_ name: String, _ value: JSONValue) -> String {
        name.padded(to: 28) + words(value)
    }

    private static func words(_ value: JSONValue) -> String {
        switch value {
        case .null: "–"
        case .bool(let flag): flag ? "yes" : "no"
        case .string(let text): text
        case .integer, .real: value.number?.plain ?? "–"
        case .array: value.strings.isEmpty ? "–" : value.strings.joined(separator: ", ")
        case .object: "…"
        }
    }

    /// Writes what somebody typed as the member `name`, as the kind of value that it has.
    package static func write(_ typed: String, as name: String, to json: inout JSONWriter) {
        let point = String(typed.map { $0 == "," ? "." : $0 })
        if typed.isEmpty {
            json.null(name)
        } else if ["events", "framed_by"].contains(name) {
            json.array(name) { list in
                for part in typed.split(separator: ",") { list.element(String(part).trimmed) }
            }
        } else if ["port", "price_per_kwh"].contains(name), let number = Double(plain: point) {
            json.member(name, number, decimals: name == "port" ? 0 : 4)
        } else if ["on", "tls", "home_assistant", "stock_topics", "mqtt"].contains(name),
            let flag = ["yes": true, "on": true, "no": false, "off": false][typed]
        {
            json.member(name, flag)
        } else {
            json.member(name, typed)
        }
    }
}
