import CommandLine
import Dialects
package import JSON

/// How the machine is joined to its network, in a few lines for a person.
package struct NetworkReport {
    private let device: JSONObject?

    /// `state` is the answer to `GET /api/v1/state` (`docs/api.md`).
    package init(_ state: JSONObject) {
        device = state["device"]?.object
    }

    /// Network, address, name and hotspot, then why the last wish failed.
    package var lines: [String] {
        let network = device?["network"]?.object
        let hotspot = device?["hotspot"]?.object
        let trouble = network?["trouble"]?.string ?? ""
        let rows = [
            ("Network", Self.link(network)),
            ("Address", Self.orNone(network?["address"]?.string)),
            ("Name", Self.orNone(device?["hostname"]?.string)),
            ("Hotspot", (hotspot?["on"]?.bool == true ? "on: " : "off: ") + Self.name(hotspot)),
        ]
        return TextColumns.lines(rows) + (trouble.isEmpty ? [] : ["Last wish: \(trouble)."])
    }

    /// The same for programs.
    package var json: String {
        let network = device?["network"]?.object
        let hotspot = device?["hotspot"]?.object
        let text = JSONWriter.object { json in
            json.member("hostname", device?["hostname"]?.string ?? "")
            for key in ["state", "name", "address", "scan", "trouble"] {
                json.member(key, network?[key]?.string ?? "")
            }
            json.member("hotspot", hotspot?["on"]?.bool == true)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Name, password and address of the device's own network.
    package static func hotspot(_ answer: JSONObject) -> [String] {
        TextColumns.lines([
            ("Hotspot", answer["on"]?.bool == true ? "on" : "off"),
            ("Name", name(answer)),
            ("Password", orNone(answer["password"]?.string)),
            ("Address", orNone(answer["address"]?.string)),
        ])
    }

    private static func name(_ hotspot: JSONObject?) -> String {
        "\"\(hotspot?["ssid"]?.string ?? "")\""
    }

    private static func orNone(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "none" }
        return text
    }

    private static func link(_ network: JSONObject?) -> String {
        let name = network?["name"]?.string ?? ""
        return switch network?["state"]?.string {
        case "connected": name
        case "connecting": "connecting"
        case "reconnecting": "lost, connecting again"
        case "wrong_password": "the password was not taken"
        case _: name.isEmpty ? "none" : "none but its own, \"\(name)\""
        }
    }
}
