import Server
import Synchronization

/// Updates that a test sends.
extension ScriptedBackend {
    func beginUpload(byteCount: Int, isFirmware: Bool) -> Bool {
        state.withLock { state in
            guard !state.hasUpload else {
                state.refusedUploads += 1
                return false
            }
            state.hasUpload = true
            state.upload = (byteCount, isFirmware, [])
            return true
        }
    }

    func receive(_ step: UploadStep) {
        state.withLock { state in
            switch step {
            case .part(let bytes):
                state.upload.bytes += bytes
            case .end:
                let isWhole = state.upload.bytes.count == state.upload.count
                let isAccepted = isWhole && state.acceptsUploads && state.upload.isFirmware
                state.uploadOutcomes.append(
                    UploadOutcome(
                        isAccepted: isAccepted,
                        isFirmware: state.upload.isFirmware,
                        text: "An update, \(isAccepted ? "accepted" : "refused")."
                    )
                )
            case .cutOff:
                state.uploadOutcomes.append(UploadOutcome(isAccepted: false, text: "Cut off."))
            }
        }
    }

    func collectUploadOutcomes() -> [UploadOutcome] {
        state.withLock { state in
            defer {
                if !state.uploadOutcomes.isEmpty { state.hasUpload = false }
                state.settledUploads += state.uploadOutcomes.count
                state.uploadOutcomes = []
            }
            return state.uploadOutcomes
        }
    }
}
