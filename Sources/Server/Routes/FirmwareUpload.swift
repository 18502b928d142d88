import Dialects
import WebSocket

/// `POST /ota` (wire contract, section 7): takes an upload in full, hands it on as it arrives, and
/// answers once it is known what became of it.
///
/// Used on the server's thread only.
struct FirmwareUpload {
    /// The page refuses a larger file itself (wire contract, section 7).
    static let longest = 0x480000

    private enum State {
        case idle
        case receiving(PeerID)
        /// All bytes are there; the client waits, if it is still there.
        case judging(PeerID?)
    }

    private var state = State.idle

    /// Somebody begins an upload; what is to become of the request, and what clients are to be told.
    mutating func begin(
        _ peer: PeerID,
        _ request: RequestHead,
        _ backend: any ServerBackend
    ) -> (Verdict, UploadOutcome?) {
        guard let length = request.contentLength else {
            return (Self.refused(411, "Say with Content-Length how long the update is."), nil)
        }
        guard length <= Self.longest else {
            return (Self.refused(413, "An update has \(Self.longest) bytes at most."), nil)
        }
        let isFirmware = request.otaType == "ota_fw"
        guard backend.beginUpload(byteCount: length, isFirmware: isFirmware) else {
            return (.respond(Self.answer(Self.another)), Self.another)
        }
        state = .receiving(peer)
        return (.upload(limit: Self.longest), nil)
    }

    /// What a second upload is told.
    static let another = UploadOutcome(
        isAccepted: false,
        text: "Another update is being uploaded or installed: wait for its end."
    )

    /// All of the peer's upload is there.
    mutating func end(_ peer: PeerID) -> UploadStep? {
        guard case .receiving(peer) = state else { return nil }
        state = .judging(peer)
        return .end
    }

    /// The peer has gone.
    mutating func close(_ peer: PeerID) -> UploadStep? {
        switch state {
        case .receiving(peer):
            state = .judging(nil)
            return .cutOff
        case .judging(peer):
            // It is too late to take the upload back; what becomes of it is told to the others.
            state = .judging(nil)
            return nil
        case .idle, .receiving, .judging:
            return nil
        }
    }

    /// What became of it is known; gives whom to answer, if anybody waits.
    mutating func settle() -> PeerID? {
        guard case .judging(let peer) = state else { return nil }
        state = .idle
        return peer
    }

    /// The page waits for an empty answer; the words for other programs stand in its head.
    static func answer(_ outcome: UploadOutcome) -> Response {
        let ascii = outcome.text.unicodeScalars.map { scalar in
            (0x20..<0x7f).contains(scalar.value) ? Character(scalar) : "?"
        }
        return Response(
            status: 200,
            headers: [
                Response.Header("Hearth-Update", outcome.isAccepted ? "accepted" : "refused"),
                Response.Header("Hearth-Update-Words", String(ascii)),
            ],
            closesConnection: true
        )
    }

    /// What the clients of `/ws` are told.
    static func response(_ outcome: UploadOutcome) -> PandaResponse {
        PandaResponse(
            outcome.isFirmware ? .firmwareUpdate : .unknownUpdate,
            isDone: outcome.isAccepted
        )
    }

    private static func refused(_ status: Int, _ message: String) -> Verdict {
        var response = Response.text(status, message)
        response.closesConnection = true
        return .respond(response)
    }
}

/// What the server tells of an upload that it began while it arrives, in this order.
package enum UploadStep: Sendable {
    /// The next bytes.
    case part([UInt8])
    /// All bytes have been told: what becomes of it is to be told by
    /// ``ServerBackend/collectUploadOutcomes()``.
    case end
    /// Its client has gone: nothing is to be kept of it, and that is to be told the same way.
    case cutOff
}

/// What became of an upload.
package struct UploadOutcome: Equatable, Sendable {
    /// The new version starts in a moment.
    package let isAccepted: Bool
    /// It said that it is an update.
    package let isFirmware: Bool
    /// What happened and what to do, for people.
    package let text: String

    package init(isAccepted: Bool, isFirmware: Bool = true, text: String) {
        self.isAccepted = isAccepted
        self.isFirmware = isFirmware
        self.text = text
    }
}
