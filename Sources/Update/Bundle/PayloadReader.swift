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
    private var hash: SHA256Box
    private var hasEnded = false

    package init(_ manifest: BundleManifest) throws(BundleError) {
        files = manifest.files
        decompressor = try Decompressor()
        hash = try SHA256Box()
    }

    /// Takes the next bytes of the payload.
    package func take(
        _ bytes: UnsafeRawBufferPointer,
        _ hand: (Step) throws(BundleError) -> Void
    ) throws(BundleError) {
        guard bytes.count > 0 else { return }
        guard !hasEnded else { throw .wrongPayload }
        let progress = try decompressor.take(bytes) { (piece) throws(BundleError) in
            try sort(piece, hand)
        }
        guard case .ended(let left) = progress else { return }
        hasEnded = true
        guard left == 0 else { throw .wrongPayload }
    }

    /// There is no more: every file has ended.
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
            try hash.update(part)
            try hand(.bytes(of: file, part))
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            count += taken
            guard count == file.size else { continue }
            guard try hash.finish() == file.digest else { throw .wrongPayload }
            try hand(.end(of: file))
            hash = try SHA256Box()
            index += 1
            count = 0
        }
    }
}

/// A hash whose end may be asked for where it is kept, with the errors of a bundle.
private final class SHA256Box {
    private var hash: SHA256?

    init() throws(BundleError) {
        do throws(CryptographyError) {
            hash = try SHA256()
        } catch {
            throw .machine(error.description)
        }
    }

    func update(_ bytes: UnsafeRawBufferPointer) throws(BundleError) {
        do throws(CryptographyError) {
            try hash?.update(bytes)
        } catch {
            throw .machine(error.description)
        }
    }

    func finish() throws(BundleError) -> Digest {
        do throws(CryptographyError) {
            guard let whole = hash.take() else { throw CryptographyError(.hash) }
            return try whole.finish()
        } catch {
            throw .machine(error.description)
        }
    }
}
