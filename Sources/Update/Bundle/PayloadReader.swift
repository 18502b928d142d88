import Cryptography

/// Unpacks a payload into its files, and finds each of them as the manifest says, or fails.
///
/// It hands over no byte more than the manifest declares, whatever the payload would unpack to.
package final class PayloadReader {
    /// What comes out, in the order of the manifest.
    package enum Step {
        /// The next bytes of a file, valid during the call.
        case bytes(of: BundleManifest.File, UnsafeRawBufferPointer)
        /// The file is whole, and its hash is right.
        case end(of: BundleManifest.File)
    }

    private let files: [BundleManifest.File]
    private let decompressor: Decompressor
    /// The file that comes now; beyond the last one nothing may come.
    private var index = 0
    private var count = 0
    private var hash: SHA256
    private var hasEnded = false

    /// Begins with the first byte of a payload.
    package init(_ manifest: BundleManifest) throws(BundleError) {
        files = manifest.files
        decompressor = try Decompressor()
        hash = try Self.asBundleError { () throws(CryptographyError) in try SHA256() }
    }

    /// Unpacks the next bytes of the payload; `hand` receives what they give.
    package func receive(
        _ bytes: UnsafeRawBufferPointer,
        _ hand: (Step) throws(BundleError) -> Void
    ) throws(BundleError) {
        guard bytes.count > 0 else { return }
        guard !hasEnded else { throw .wrongPayload }
        let progress = try decompressor.receive(bytes) { (piece) throws(BundleError) in
            try sort(piece, hand)
        }
        guard case .ended(let left) = progress else { return }
        hasEnded = true
        guard left == 0 else { throw .wrongPayload }
    }

    /// All bytes have come: every file has ended.
    package func finish() throws(BundleError) {
        guard hasEnded, index == files.count else { throw .wrongPayload }
    }

    /// Gives unpacked bytes to the files that they belong to.
    private func sort(
        _ piece: UnsafeRawBufferPointer,
        _ hand: (Step) throws(BundleError) -> Void
    ) throws(BundleError) {
        var rest = piece
        while rest.count > 0 {
            guard index < files.count else { throw .wrongPayload }
            let file = files[index]
            let taken = min(rest.count, file.size - count)
            let part = UnsafeRawBufferPointer(rebasing: rest[..<taken])
            try Self.asBundleError { () throws(CryptographyError) in try hash.update(part) }
            try hand(.bytes(of: file, part))
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            count += taken
            guard count == file.size else { continue }
            let digest = try Self.asBundleError { () throws(CryptographyError) in
                try hash.finish()
            }
            guard digest == file.digest else { throw .wrongPayload }
            try hand(.end(of: file))
            hash = try Self.asBundleError { () throws(CryptographyError) in try SHA256() }
            index += 1
            count = 0
        }
    }

    private static func asBundleError<Value>(
        _ body: () throws(CryptographyError) -> Value
    ) throws(BundleError) -> Value {
        do throws(CryptographyError) {
            return try body()
        } catch {
            throw .machine(error.description)
        }
    }
}
