import WebSocket

/// Clients on other machines: that they are heard of shows that this one can still be reached.
///
/// Used on the server's thread only.
struct Visitors {
    /// Those whose connection lives on: each message of theirs counts.
    private var peers: Set<PeerID> = []

    init() {}

    /// A request that is this device's to answer.
    mutating func note(_ request: RequestHead, from peer: PeerID, _ backend: any ServerBackend) {
        guard !SiteRules.isLoopback(request.address) else { return }
        backend.recordVisit()
        if request.isUpgrade { peers.insert(peer) }
    }

    /// A message on a connection.
    func noteMessage(from peer: PeerID, _ backend: any ServerBackend) {
        if peers.contains(peer) { backend.recordVisit() }
    }

    /// Forgets the client, if it was one.
    mutating func close(_ peer: PeerID) {
        peers.remove(peer)
    }
}
