import CommandLine
import Dialects
package import JSON
import System
import WebSocket

/// Looks for heaters: asks every address of the local networks for Hearth's version, at the ports of a real
/// and of a simulated board.
package struct HeaterSearch {
    /// A heater that answered.
    package struct Heater {
        /// `192.168.1.20`, with the port where that is not 80.
        package let address: String
        /// Of the program there.
        package let version: String
        /// Nil where it asks for a password.
        package let state: JSONObject?
    }

    /// How many addresses there are to ask.
    package let addressCount: Int
    private let machine: [InterfaceAddress]
    private let addresses: [UInt32]
    private let ports: [UInt16]

    /// In the networks of these interfaces, by default of all.
    package init(on interfaces: [String] = [], ports: [UInt16]? = nil) {
        self.ports = ports ?? DaemonAddress.searched
        machine = InterfaceAddress.all()
        addresses = SearchRange.addresses(of: machine, named: interfaces)
        addressCount = addresses.count
    }

    /// The heaters, by their addresses; takes some seconds.
    package func run() -> [Heater] {
        var found: [(address: UInt32, port: UInt16, version: String)] = []
        for port in ports {
            HTTPSweep(path: "/api/v1/version", port: port).run(
                over: addresses,
                isStopped: { false },
                found: { address, reply in
                    guard let answer = reply.object, answer["name"]?.string == "hearth" else {
                        return
                    }
                    found.append((address, port, answer["version"]?.string ?? "unknown"))
                }
            )
        }
        return found.filter { one in
            let same = found.filter { $0.port == one.port }.map(\.address)
            return !SearchRange.again(in: same, of: machine).contains(one.address)
        }.sorted { ($0.address, $0.port) < ($1.address, $1.port) }.map { one in
            let host = IPv4.text(one.address)
            return Heater(
                address: one.port == 80 ? host : "\(host):\(one.port)",
                version: one.version,
                state: Self.state(of: host, one.port)
            )
        }
    }

    private static func state(of host: String, _ port: UInt16) -> JSONObject? {
        do throws(HTTPClientError) {
            let reply = try HTTPClient(host: host, port: port).request(
                .get,
                "/api/v1/state",
                headers: ClientToken.headers(for: host, port),
                timeout: .seconds(3)
            )
            return reply.status == 200 ? reply.object : nil
        } catch {
            return nil
        }
    }
}
