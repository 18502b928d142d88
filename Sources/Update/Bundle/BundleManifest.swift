package import Cryptography
import JSON

/// The signed part of a bundle: what it holds and for whom, from which all the rest follows.
package struct BundleManifest: Equatable, Sendable {
    /// A program in a bundle.
    package struct File: Equatable, Sendable {
        /// One of ``programs``.
        package let name: String
        /// Bytes.
        package let size: Int
        /// SHA-256 of the unpacked file.
        package let digest: Digest
    }

    /// The form that this version reads and writes.
    package static let format = 1
    /// The programs that every bundle holds, in this order, and nothing else. Other names are
    /// refused, so none can lead out of the folder.
    package static let programs = ["hearth", "hearth-switch"]
    /// The programs' rights, `rwxr-xr-x`: never setuid, whatever the bundle says.
    package static let mode = 0o755

    /// The programs' version.
    package let version: ReleaseVersion
    /// As Debian names it: `amd64`, `arm64`.
    package let architecture: String
    /// The oldest version that it may follow.
    package let minimumVersion: ReleaseVersion
    /// Bytes of the payload as it is in the bundle.
    package let payloadSize: Int
    /// SHA-256 of the payload as it is in the bundle.
    package let payloadDigest: Digest
    /// All of ``programs``, in that order.
    package let files: [File]

    /// Bytes of all files together.
    package var unpackedSize: Int { files.reduce(0) { $0 + $1.size } }

    /// Reads a manifest; members that this version does not know belong to a newer one and are
    /// ignored.
    package init(parsing bytes: [UInt8]) throws(BundleError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .wrongManifest("it is no JSON")
        }
        guard let object = value.object else { throw .wrongManifest("it is no object") }
        guard object["format"]?.wholeNumber == Self.format else {
            throw .wrongManifest("its format is not \(Self.format)")
        }
        version = try Self.version("version", in: object)
        minimumVersion = try Self.version("minimum_version", in: object)
        guard let architecture = object["architecture"]?.string, !architecture.isEmpty,
            architecture.utf8.count <= BundleLimits.version
        else { throw .wrongManifest("it names no architecture") }
        self.architecture = architecture
        guard let payload = object["payload"]?.object,
            let size = payload["size"]?.wholeNumber, (1...BundleLimits.bundle).contains(size),
            let digest = payload["sha256"]?.string.flatMap(Digest.init(hexadecimal:))
        else { throw .wrongManifest("it does not say what its payload is") }
        payloadSize = size
        payloadDigest = digest
        files = try Self.files(in: object)
    }

    private static func version(
        _ key: String,
        in object: JSONObject
    ) throws(BundleError) -> ReleaseVersion {
        guard let version = object[key]?.string.flatMap(ReleaseVersion.init) else {
            throw .wrongManifest("its \(key) is no version")
        }
        return version
    }

    private static func files(in object: JSONObject) throws(BundleError) -> [File] {
        guard case .array(let entries)? = object["files"] else {
            throw .wrongManifest("it has no list of files")
        }
        var files: [File] = []
        for entry in entries {
            guard let entry = entry.object, let name = entry["path"]?.string,
                let size = entry["size"]?.wholeNumber,
                let digest = entry["sha256"]?.string.flatMap(Digest.init(hexadecimal:))
            else { throw .wrongManifest("one of its files is not described") }
            guard programs.contains(name) else {
                throw .wrongManifest("it holds an unknown file")
            }
            guard entry["mode"]?.wholeNumber == mode else {
                throw .wrongManifest("a file's rights are not a program's")
            }
            guard (1...BundleLimits.unpacked).contains(size) else {
                throw .wrongManifest("a file is empty or larger than any program")
            }
            files.append(File(name: name, size: size, digest: digest))
        }
        guard files.map(\.name) == programs else {
            throw .wrongManifest("it does not hold each program once")
        }
        guard files.reduce(0, { $0 + $1.size }) <= BundleLimits.unpacked else {
            throw .wrongManifest("its files are larger than programs may be")
        }
        return files
    }
}
