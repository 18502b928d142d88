import Dialects
import WebSocket

/// `POST /ota`: taken in full, as the stock page expects, and then declined, for Hearth is not updated
/// this way yet.
///
/// Used on the server's thread only.
struct FirmwareUpload {
    private var uploader: PeerID?
    private var response = PandaResponse(.unknownUpdate, isDone: false)

    /// The page refuses a larger file itself (wire contract, section 7).
    private static let longest = 0x480000

    /// Somebody begins an upload.
    mutating func begin(_ peer: PeerID, _ request: RequestHead) -> Verdict {
        guard uploader == nil else {
            return Self.refused(409, "Another upload is under way: wait for its end.")
        }
        guard let length = request.contentLength else {
            return Self.refused(411, "Say with Content-Length how long the update is.")
        }
        guard length <= Self.longest else {
            return Self.refused(413, "An update has \(Self.longest) bytes at most.")
        }
        uploader = peer
        let kind = request.otaType == "ota_fw" ? PandaResponse.Kind.firmwareUpdate : .unknownUpdate
        response = PandaResponse(kind, isDone: false)
        return .upload(limit: Self.longest)
    }

    private static func refused(_ status: Int, _ message: String) -> Verdict {
        var response = Response.text(status, message)
        response.closesConnection = true
        return .respond(response)
    }

    /// The upload is complete, or its client has gone; gives what the clients of `/ws` are told, `nil`
    /// where the peer uploads nothing.
    mutating func end(_ peer: PeerID) -> PandaResponse? {
        guard uploader == peer else { return nil }
        uploader = nil
        return response
    }
}
