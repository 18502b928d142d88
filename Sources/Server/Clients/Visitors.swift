import WebSocket

/// Clients on other machines: a request from one shows that this machine can still be reached.
///
/// Used on the server's thread only.
struct Visitors {
    /// Clients with an open connection: each of their messages counts.
    private var peers: Set<PeerID> = []

    init() {}

    /// Records a request for this device.
    mutating func record(_ request: RequestHead, from peer: PeerID, _ backend: any ServerBackend) {
        guard !SiteRules.isLoopback(request.address) else { return }
        backend.recordVisit()
        if request.isUpgrade { peers.insert(peer) }
    }

    /// Records a message on a connection.
    func recordMessage(from peer: PeerID, _ backend: any ServerBackend) {
        if peers.contains(peer) { backend.recordVisit() }
    }

    /// Forgets the client, if it was one.
    mutating func close(_ peer: PeerID) {
        peers.remove(peer)
    }
}
