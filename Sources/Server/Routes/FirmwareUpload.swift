import Dialects
import WebSocket

/// `POST /ota` (wire contract, section 7): receives an upload, hands it on as it arrives, and
/// answers once its outcome is known.
///
/// Used on the server's thread only.
struct FirmwareUpload {
    /// The page refuses a larger file itself (wire contract, section 7).
    static let longest = 0x480000

    private enum State {
        case idle
        case receiving(PeerID)
        /// All bytes have arrived; the client waits, if it is still there.
        case judging(PeerID?)
    }

    private var state = State.idle
    /// Whose bodies are read to their end and dropped.
    private var measured: Set<PeerID> = []

    /// Begins a `PUT /ota`, which is refused once its body has arrived: an answer before that would hide a
    /// proxy's limit on bodies, which some proxies apply only while they pass a body on.
    mutating func measure(_ peer: PeerID, _ request: RequestHead) -> Verdict? {
        guard let length = request.contentLength, length <= Self.longest else { return nil }
        measured.insert(peer)
        return .upload(limit: Self.longest)
    }

    /// Whether the peer's body is only measured; its bytes go nowhere.
    func isMeasured(_ peer: PeerID) -> Bool { measured.contains(peer) }

    /// The peer's measured body is complete; returns whether there was one.
    mutating func endMeasuring(_ peer: PeerID) -> Bool { measured.remove(peer) != nil }

    /// Begins an upload; returns the verdict on the request and what clients are told.
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

    /// The answer to a second upload.
    static let another = UploadOutcome(
        isAccepted: false,
        text: "Another update is being uploaded or installed: wait for its end."
    )

    /// The peer's upload is complete.
    mutating func end(_ peer: PeerID) -> UploadStep? {
        guard case .receiving(peer) = state else { return nil }
        state = .judging(peer)
        return .end
    }

    /// Forgets a peer that has gone.
    mutating func close(_ peer: PeerID) -> UploadStep? {
        measured.remove(peer)
        switch state {
        case .receiving(peer):
            state = .judging(nil)
            return .cutOff
        case .judging(peer):
            // Too late to cancel the upload; the other clients are told its outcome.
            state = .judging(nil)
            return nil
        case .idle, .receiving, .judging:
            return nil
        }
    }

    /// The outcome is known; returns the client to answer, if one waits.
    mutating func settle() -> PeerID? {
        guard case .judging(let peer) = state else { return nil }
        state = .idle
        return peer
    }

    /// The page expects an empty body; the text for other programs is in a header.
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
        let code = status == 413 ? "too_large" : "no_length"
        return .respond(
            APIRoutes.response(
                APIProblem(status: status, code: code, message: message),
                closing: true
            )
        )
    }
}

/// What the server reports of an upload while it arrives, in this order.
package enum UploadStep: Sendable {
    /// The next bytes.
    case part([UInt8])
    /// All bytes were reported; ``ServerBackend/collectUploadOutcomes()`` will give the outcome.
    case end
    /// Its client has gone: nothing of it is kept, and the outcome is given the same way.
    case cutOff
}

/// The outcome of an upload.
package struct UploadOutcome: Equatable, Sendable {
    /// The new version starts in a moment.
    package let isAccepted: Bool
    /// The upload was sent as an update.
    package let isFirmware: Bool
    /// What happened and what to do, for people.
    package let text: String

    package init(isAccepted: Bool, isFirmware: Bool = true, text: String) {
        self.isAccepted = isAccepted
        self.isFirmware = isFirmware
        self.text = text
    }
}
