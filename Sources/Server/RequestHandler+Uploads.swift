import Dialects
import WebSocket

/// Updates that a client sends, and bodies that are only measured.
extension RequestHandler {
    func judgeUpload(_ request: RequestHead, from peer: PeerID) -> Verdict {
        let (verdict, outcome) = update.begin(peer, request, backend)
        if let outcome { sendToClients(outcome) }
        return verdict
    }

    func receivedPart(_ part: UnsafeRawBufferPointer, from peer: PeerID) -> Response? {
        if !update.isMeasured(peer) { backend.receive(.part(Array(part))) }
        return nil
    }

    func uploadEnded(from peer: PeerID) -> Response? {
        if update.endMeasuring(peer) { return wrongMethod(.put) }
        if let step = update.end(peer) { backend.receive(step) }
        return nil
    }

    private func sendToClients(_ outcome: UploadOutcome) {
        panda.broadcast(OutgoingBytes(FirmwareUpload.response(outcome).encoded()), on: server)
    }

    func settleUploads() {
        for outcome in backend.collectUploadOutcomes() {
            sendToClients(outcome)
            if let peer = update.settle() {
                server.respond(to: peer, with: FirmwareUpload.answer(outcome))
            }
        }
    }
}
