import Chamber

/// What the host's thread must know before it starts.
package struct HostConfiguration: Sendable {
    /// Networks, hotspot and hostname may be changed; otherwise each wish is refused in words.
    package var managesNetwork = true
    /// Others in the network are told where to find the daemon.
    package var announces = true
    /// How long a change of the network waits for somebody to come back by it.
    package var trial = Duration.seconds(60)
    /// The name to announce.
    package var hostname: String
    /// Where the daemon listens.
    package var address: String
    /// The port that clients open.
    package var port: UInt16

    package init(hostname: String, address: String, port: UInt16) {
        self.hostname = hostname
        self.address = address
        self.port = port
    }
}
