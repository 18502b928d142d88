package import JSON
import Links
package import Settings
import WebSocket

/// The hub, the broker and the server that the service file names: can they be reached from here?
package enum LinksCheck {
    /// One finding for each; none where the file names none.
    package static func findings(_ settings: ServiceFile?) -> [Finding] {
        guard let settings else { return [] }
        var findings: [Finding] = []
        if let broker = settings.broker {
            findings.append(finding("broker", "[mqtt] broker", broker.host, broker.port))
        }
        if let hub = settings.links.reefnet?.hub {
            findings.append(finding("hub", "[reefnet] hub", hub.host, Int(hub.port)))
        }
        if let server = settings.links.deviceServer {
            findings.append(
                finding("server", "[device-link] server", server.host, Int(server.port))
            )
        }
        if let broker = settings.links.deviceBroker {
            findings.append(finding("server", "[device-link] broker", broker.host, broker.port))
        }
        return findings
    }

    private static func finding(
        _ subject: String,
        _ key: String,
        _ host: String,
        _ port: Int
    ) -> Finding {
        let place = "\(key), \(host) port \(port)"
        guard let trouble = Reach.trouble(host, port) else {
            return .ok(subject, "\(place): something accepts connections there")
        }
        let advice = "check the name and the port in the service file, and that it runs"
        return switch subject {
        case "broker": .warning("broker", "\(place): \(trouble)", advice: advice)
        case "hub": .warning("hub", "\(place): \(trouble)", advice: advice)
        default: .warning("server", "\(place): \(trouble)", advice: advice)
        }
    }
}

/// The printer that is bound, as the daemon follows it.
package enum PrinterCheck {
    /// None where no daemon answers, or no printer is bound.
    static func findings(_ daemon: RunningDaemon) -> [Finding] {
        guard case .answered(let state) = daemon else { return [] }
        return findings(state)
    }

    /// The finding for the daemon's answer to `GET /api/v1/state`.
    package static func findings(_ state: JSONObject) -> [Finding] {
        guard let printer = state["device"]?.object?["printer"]?.object,
            let link = printer["link"]?.string, link != "unbound"
        else { return [] }
        let given = [printer["name"]?.string, printer["address"]?.string].compactMap { $0 }
        let name = given.first { !$0.isEmpty } ?? "the printer"
        guard link != "connected" else { return [.ok("printer", "\(name) reports")] }
        let trouble = printer["trouble"]?.string ?? ""
        let words = link.map { $0 == "_" ? " " : String($0) }.joined()
        return [
            .warning(
                "printer",
                "\(name): \(trouble.isEmpty ? words : trouble)",
                advice: "is it on, and in this network? \"hearth printer status\" tells more"
            )
        ]
    }
}
