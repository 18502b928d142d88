package import Cryptography

/// Checks a bundle while it arrives, in pieces of any size, without unpacking it.
///
/// ```
/// head ──signature right, terms met──▶ payload ──all of it, hash right──▶ finish()
/// ```
///
/// It keeps the head and nothing else: 16 KiB at most. After an error it accepts nothing.
package final class BundleCheck {
    private let terms: BundleTerms
    private var headBytes: [UInt8] = []
    /// How many bytes the head will have; `nil` while that is unknown.
    private var headCount: Int?
    private let payloadHash: SHA256
    private var payloadCount = 0
    private var hasFailed = false
    /// The head, once its signature and terms are checked.
    package private(set) var head: BundleHead?

    /// Begins with the first byte of a bundle.
    package init(_ terms: BundleTerms) throws(CryptographyError) {
        self.terms = terms
        payloadHash = try SHA256()
    }

    /// Checks the next bytes; throws as soon as the bundle cannot be valid.
    package func receive(_ bytes: UnsafeRawBufferPointer) throws(BundleError) {
        guard !hasFailed else { throw .wrongLength }
        hasFailed = true
        let used = head == nil ? try readHead(bytes) : 0
        if let head {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[used...])
            payloadCount += rest.count
            guard payloadCount <= head.manifest.payloadSize else { throw .wrongLength }
            do throws(CryptographyError) {
                try payloadHash.update(rest)
            } catch {
                throw .machine(error.description)
            }
        }
        hasFailed = false
    }

    /// Adds bytes to the head; returns how many.
    private func readHead(_ bytes: UnsafeRawBufferPointer) throws(BundleError) -> Int {
        var used = 0
        while used < bytes.count, head == nil {
            let wanted = (headCount ?? BundleHead.prefixCount) - headBytes.count
            let taken = min(wanted, bytes.count - used)
            headBytes.append(contentsOf: bytes[used..<used + taken])
            used += taken
            if headCount == nil { headCount = try BundleHead.count(of: headBytes) }
            if headBytes.count == headCount {
                let complete = try BundleHead(headBytes, trusting: terms.keys)
                try terms.judge(complete.manifest)
                let whole = complete.bytes.count + complete.manifest.payloadSize
                guard whole <= BundleLimits.bundle else { throw .tooLarge }
                head = complete
            }
        }
        return used
    }

    /// Call after the last byte: the head of a bundle that is whole and valid.
    package func finish() throws(BundleError) -> BundleHead {
        guard !hasFailed, let head, payloadCount == head.manifest.payloadSize else {
            throw .wrongLength
        }
        let digest: Digest
        do throws(CryptographyError) {
            digest = try payloadHash.finish()
        } catch {
            throw .machine(error.description)
        }
        guard digest == head.manifest.payloadDigest else { throw .wrongPayload }
        return head
    }
}

/// How large the parts of a bundle may be: all are checked before anything is allocated for them.
package enum BundleLimits {
    /// Bytes of a whole bundle: the stock page refuses a larger file itself (wire contract, section 7).
    package static let bundle = 0x480000
    /// Bytes of a manifest; ours have 600.
    package static let manifest = 16 * 1024
    /// Bytes that a bundle unpacks to, all files together: three times what the programs have today.
    package static let unpacked = 48 << 20
    /// Bytes that are handed over at a time.
    static let piece = 64 * 1024
    /// Letters of a version; more would not fit a line of the page.
    static let version = 32
}

/// Why a bundle is refused. Nothing of a refused bundle is kept.
package enum BundleError: Error, Equatable, Sendable {
    /// It does not begin like a bundle.
    case notABundle
    /// It ends too early, or has bytes after its end.
    case wrongLength
    /// It is larger than ``BundleLimits/bundle``.
    case tooLarge
    /// It was not signed with a trusted key, or was changed afterwards.
    case wrongSignature
    /// This version cannot use the signed manifest.
    case wrongManifest(String)
    /// The payload is not the one that the manifest names.
    case wrongPayload
    /// It was made for another kind of processor.
    case wrongArchitecture(found: String, here: String)
    /// It is older than what runs, or the same.
    case downgrade(found: ReleaseVersion, here: ReleaseVersion)
    /// It needs a newer version than the one that runs.
    case tooNew(minimum: ReleaseVersion, here: ReleaseVersion)
    /// The machine has no memory left, or its library does not work.
    case machine(String)
}

extension BundleError: CustomStringConvertible {
    /// What is wrong and what to do, for people: to follow "The update was refused: ".
    package var description: String {
        switch self {
        case .notABundle:
            "this is no Hearth update; choose a file named hearth-<version>-<architecture>.bin"
        case .wrongLength:
            "the file is not complete, or has bytes after its end; download it again"
        case .tooLarge:
            "the file is larger than \(BundleLimits.bundle) bytes, which no update is"
        case .wrongSignature:
            "it is not signed by a key that this device trusts, or it was changed since; download "
                + "it again, or put your own public key into /etc/hearth/keys"
        case .wrongManifest(let what):
            "its list of contents cannot be used: \(what)"
        case .wrongPayload:
            "its contents are damaged; download it again"
        case .wrongArchitecture(let found, let here):
            "it is for \(found) machines, and this is \(here); choose the file for \(here)"
        case .downgrade(let found, let here):
            "it is version \(found), and \(here) runs already; to go back on purpose set "
                + "allow_downgrade in the section update of hearth.conf"
        case .tooNew(let minimum, let here):
            "it needs version \(minimum) or later, and \(here) runs; update to \(minimum) first"
        case .machine(let what):
            "\(what); try again later"
        }
    }
}
