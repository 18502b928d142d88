import Cryptography
import Update

/// An update's file, and its parts alone: no fuzzer guesses a signature, but the code behind it
/// must hold too.
enum FuzzedBundle {
    /// The seed of RFC 8032's second test vector, which signs the corpus.
    private static let seed =
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"

    static func attempt(_ bytes: [UInt8]) {
        guard let key = Ed25519PrivateKey(seed: [UInt8](hexadecimal: seed) ?? []),
            let version = ReleaseVersion("0.1.0")
        else { preconditionFailure("the corpus has no key") }
        let terms = BundleTerms(keys: [key.publicKey], architecture: "amd64", version: version)
        whole(bytes, terms)
        do throws(BundleError) {
            payload(bytes, try BundleManifest(parsing: bytes))
        } catch {
            precondition(!error.description.isEmpty, "refused without a word")
        }
        if let choice = SlotChoice(parsing: bytes) {
            precondition(SlotChoice(parsing: choice.encoded()) == choice, "a choice that changes")
        }
    }

    private static func whole(_ bytes: [UInt8], _ terms: BundleTerms) {
        do {
            let check = try BundleCheck(terms)
            let result = bytes.withUnsafeBytes { bytes in
                Result { () throws(BundleError) in try check.receive(bytes) }
            }
            try result.get()
            let head = try check.finish()
            payload(Array(bytes[head.bytes.count...]), head.manifest)
        } catch let error as BundleError {
            precondition(!error.description.isEmpty, "refused without a word")
        } catch {
            preconditionFailure("the library does not work: \(error)")
        }
    }

    private static func payload(_ bytes: [UInt8], _ manifest: BundleManifest) {
        precondition(manifest.files.map(\.name) == BundleManifest.programs, "another file")
        precondition(manifest.unpackedSize <= BundleLimits.unpacked, "more than the limit")
        var handed = 0
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(BundleError) in
                let reader = try PayloadReader(manifest)
                try reader.receive(bytes) { (step) throws(BundleError) in
                    if case .bytes(_, let part) = step { handed += part.count }
                }
                try reader.finish()
            }
        }
        precondition(handed <= manifest.unpackedSize, "more bytes than were declared")
        if case .success = result {
            precondition(handed == manifest.unpackedSize, "fewer bytes than were declared")
        }
    }
}
