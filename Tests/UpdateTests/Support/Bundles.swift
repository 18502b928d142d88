import CLzma
import Cryptography
import Update

/// Makes bundles for tests, valid and invalid ones.
struct BundleMaker {
    let key: Ed25519PrivateKey
    var version = "0.2.0"
    var minimum = "0.1.0"
    var architecture = "amd64"
    /// What the manifest says of the files; `nil`: the truth.
    var files: String?
    var format = 1
    var contents: [[UInt8]] = [Array("the daemon".utf8), Array("the switch".utf8)]
    /// Replaces the payload of the contents, and is signed.
    var payload: [UInt8]?

    init() throws {
        key = try Ed25519PrivateKey.random()
    }

    var terms: BundleTerms {
        var terms = BundleTerms(keys: [key.publicKey], version: Self.here)
        terms.architecture = "amd64"
        return terms
    }

    /// The version that runs in these tests.
    static let here = BundleManifest.version("0.1.0")

    func bundle() throws -> [UInt8] {
        let payload = try payload ?? Self.compressed(contents.flatMap { $0 })
        return try Self.signed(manifest(payload), payload, key)
    }

    static func signed(
        _ manifest: [UInt8],
        _ payload: [UInt8],
        _ key: Ed25519PrivateKey
    ) throws -> [UInt8] {
        var prefix = Array("HEARTHB1".utf8)
        for shift in [24, 16, 8, 0] {
            prefix.append(UInt8(truncatingIfNeeded: manifest.count >> shift))
        }
        return try prefix + key.signature(of: prefix + manifest) + manifest + payload
    }

    private func manifest(_ payload: [UInt8]) throws -> [UInt8] {
        let files =
            try files
            ?? zip(BundleManifest.programs, contents).map { name, data in
                let digest = try SHA256.digest(of: data)
                return Self.entry(name, size: data.count, digest: digest.description)
            }.joined(separator: ",")
        let digest = try SHA256.digest(of: payload)
        return Array(
            """
            {"format":\(format),"version":"\(version)","minimum_version":"\(minimum)",\
            "architecture":"\(architecture)",\
            "payload":{"size":\(payload.count),"sha256":"\(digest)"},"files":[\(files)]}
            """.utf8
        )
    }

    static func entry(
        _ name: String,
        mode: Int = 0o755,
        size: Int = 1,
        digest: String = String(repeating: "0", count: 64)
    ) -> String {
        #"{"path":"\#(name)","mode":\#(mode),"size":\#(size),"sha256":"\#(digest)"}"#
    }

    static func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        var room = [UInt8](repeating: 0, count: lzma_stream_buffer_bound(bytes.count))
        var count = 0
        let result = lzma_easy_buffer_encode(
            6,
            LZMA_CHECK_CRC32,
            nil,
            bytes,
            bytes.count,
            &room,
            &count,
            room.count
        )
        guard result == LZMA_OK else { throw CompressionFailure() }
        return Array(room[..<count])
    }

    struct CompressionFailure: Error {}
}

extension BundleManifest {
    /// A version that a test writes down.
    static func version(_ text: String) -> ReleaseVersion {
        guard let version = ReleaseVersion(text) else { fatalError("\(text) is no version") }
        return version
    }
}

/// Checks a bundle that comes in pieces, as an upload does.
func check(
    _ bundle: [UInt8],
    _ terms: BundleTerms,
    pieces: Int = 1_000
) throws -> BundleHead {
    let check = try BundleCheck(terms)
    for start in stride(from: 0, to: bundle.count, by: pieces) {
        try feed(bundle[start..<min(start + pieces, bundle.count)], check)
    }
    return try check.finish()
}

private func feed(_ piece: ArraySlice<UInt8>, _ check: BundleCheck) throws {
    let result = piece.withUnsafeBytes { bytes -> Result<Void, BundleError> in
        Result { () throws(BundleError) in try check.receive(bytes) }
    }
    try result.get()
}

/// Unpacks a payload; returns the bytes of each file.
func unpack(
    _ payload: [UInt8],
    _ manifest: BundleManifest,
    pieces: Int = 7
) throws -> [String: [UInt8]] {
    let reader = try PayloadReader(manifest)
    var files: [String: [UInt8]] = [:]
    for start in stride(from: 0, to: payload.count, by: pieces) {
        let piece = payload[start..<min(start + pieces, payload.count)]
        let result = piece.withUnsafeBytes { bytes -> Result<Void, BundleError> in
            Result { () throws(BundleError) in
                try reader.receive(bytes) { (step) throws(BundleError) in
                    if case .bytes(let file, let part) = step {
                        files[file.name, default: []] += Array(part)
                    }
                }
            }
        }
        try result.get()
    }
    try reader.finish()
    return files
}
