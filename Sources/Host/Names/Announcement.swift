package import System

/// What others in the network can find the machine by: names, port and addresses, as one value.
package struct Announcement: Equatable, Sendable {
    /// A service as DNS-SD has it.
    package struct Service: Equatable, Sendable {
        /// As `_http._tcp`.
        package let type: String
        /// TXT records, each `key=value`.
        package let texts: [String]
    }

    /// The host's name without `.local`.
    package var host: String
    /// The services' name.
    var name: String
    var port: UInt16
    /// Addresses that the name is to lead to; empty: the machine's own name is the same, and Avahi
    /// looks after it.
    package var addresses: [InterfaceAddress]

    /// What is announced: stock's own entry, by which the clients of the Panda Breath find a device
    /// (wire contract, section 1), and our interface.
    package var services: [Service] {
        [
            Service(type: "_http._tcp", texts: ["board=\(host)", "path=/"]),
            Service(type: "_hearth._tcp", texts: ["path=/api/v1"]),
        ]
    }

    /// For a daemon that listens on `listening`, at `port`; `nil`: nobody else could reach it.
    package init?(
        hostname: String,
        port: UInt16,
        listening: String,
        machineName: String,
        addresses: [InterfaceAddress]
    ) {
        let isEvery = listening == "0.0.0.0" || listening == "::"
        let reachable = isEvery ? addresses : addresses.filter { $0.text == listening }
        guard !reachable.isEmpty else { return nil }
        host = hostname
        name = hostname
        self.port = port
        let isMachineName = machineName.lowercased() == hostname.lowercased()
        self.addresses = isMachineName && isEvery ? [] : reachable
    }
}
