package import Cryptography
import Glibc
package import System

/// The two slots, the choice between them, and an arriving bundle.
///
/// ```
/// choice       which programs run (SlotChoice), replaced as a whole
/// incoming     a bundle that is arriving
/// a/, b/       head, hearth, hearth-switch: an unpacked bundle with its signed head
/// a.new/       the same while it is being unpacked
/// ```
///
/// When the power fails at any step, only the choice decides what runs, and it names whole programs
/// only. The next start removes what was unfinished.
package final class SlotStore {
    private enum Name {
        static let choice = "choice"
        static let newChoice = "choice.new"
        static let incoming = "incoming"
        static let head = "head"
    }

    /// Space that an update leaves free: the store's own needs, amply.
    private static let spareBytes = 16 << 20

    private let disk: any SlotDisk
    private let keys: [Ed25519PublicKey]

    package init(_ disk: any SlotDisk, trusting keys: [Ed25519PublicKey]) {
        self.disk = disk
        self.keys = keys
    }

    // MARK: Choice

    /// The choice; the package where the file is missing or malformed.
    package func choice(packageVersion: ReleaseVersion) throws(SystemError) -> SlotChoice {
        let bytes = try disk.read(Name.choice, at: 0, count: SlotChoice.longest)
        return bytes.flatMap(SlotChoice.init(parsing:))
            ?? SlotChoice(packageVersion: packageVersion)
    }

    /// Replaces the choice: after a power cut it is the old or the new one.
    package func save(_ choice: SlotChoice) throws(SystemError) {
        try write(choice.encoded(), to: Name.newChoice, mode: 0o600)
        try disk.rename(Name.newChoice, to: Name.choice)
        try disk.synchronize("")
    }

    // MARK: A bundle that arrives

    /// Removes what an upload, or unpacking, left when it was cut short.
    package func removeLeftovers() throws(SystemError) {
        for name in try disk.names(in: "")
        where name == Name.incoming || name.hasSuffix(".new") {
            try disk.remove(name)
        }
    }

    /// Begins to keep a bundle of `count` bytes; throws where the disk lacks the space to store and
    /// unpack it.
    package func beginIncoming(_ count: Int) throws(SystemError) {
        try removeLeftovers()
        guard try disk.freeBytes() >= count + Self.spareBytes else {
            throw SystemError(.write, "the update", errno: ENOSPC)
        }
        try disk.create(Name.incoming, mode: 0o600)
    }

    /// Keeps the next bytes.
    package func appendIncoming(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        try disk.append(bytes, to: Name.incoming)
    }

    /// Unpacks the checked bundle into a slot. The slot's old programs stay until the new ones are
    /// whole.
    package func install(_ head: BundleHead, into slot: ProgramSet) throws(InstallError) {
        let folder = slot.rawValue + ".new"
        do throws(SystemError) {
            guard try disk.freeBytes() >= head.manifest.unpackedSize + Self.spareBytes else {
                throw SystemError(.write, "the update", errno: ENOSPC)
            }
            try disk.remove(folder)
            try disk.makeFolder(folder)
        } catch {
            throw .disk(error)
        }
        try unpack(head, into: folder)
        do throws(SystemError) {
            try write(head.bytes, to: folder + "/" + Name.head, mode: 0o600)
            try disk.synchronize(folder)
            try disk.remove(slot.rawValue)
            try disk.rename(folder, to: slot.rawValue)
            try disk.synchronize("")
            try disk.remove(Name.incoming)
        } catch {
            throw .disk(error)
        }
    }

    private func unpack(_ head: BundleHead, into folder: String) throws(InstallError) {
        do throws(BundleError) {
            let reader = try PayloadReader(head.manifest)
            for file in head.manifest.files {
                try Self.asBundleError { () throws(SystemError) in
                    try disk.create(folder + "/" + file.name, mode: BundleManifest.mode)
                }
            }
            var offset = head.bytes.count
            while true {
                let piece = try Self.asBundleError { () throws(SystemError) in
                    try disk.read(Name.incoming, at: offset, count: BundleLimits.piece) ?? []
                }
                guard !piece.isEmpty else { break }
                offset += piece.count
                try unpack(piece, of: reader, into: folder)
            }
            try reader.finish()
        } catch {
            throw .bundle(error)
        }
    }

    private func unpack(
        _ piece: [UInt8],
        of reader: PayloadReader,
        into folder: String
    ) throws(BundleError) {
        let result = piece.withUnsafeBytes { bytes -> Result<Void, BundleError> in
            Result { () throws(BundleError) in
                try reader.receive(bytes) { (step) throws(BundleError) in
                    try Self.asBundleError { () throws(SystemError) in
                        switch step {
                        case .bytes(let file, let part):
                            try disk.append(part, to: folder + "/" + file.name)
                        case .end(let file):
                            try disk.synchronize(folder + "/" + file.name)
                        }
                    }
                }
            }
        }
        try result.get()
    }

    // MARK: What a slot holds

    /// The manifest of a slot whose programs match their signature; `nil` for any other slot.
    ///
    /// The service's user can write the slots, and so could an attacker who controls the service:
    /// this is checked before each start.
    package func verified(_ slot: ProgramSet) throws(SystemError) -> BundleManifest? {
        guard let manifest = try manifest(of: slot) else { return nil }
        for file in manifest.files {
            guard try digest(of: slot.rawValue + "/" + file.name, size: file.size) == file.digest
            else { return nil }
        }
        return manifest
    }

    /// The signed manifest of a slot; the programs are not checked.
    package func manifest(of slot: ProgramSet) throws(SystemError) -> BundleManifest? {
        let most = BundleHead.fixedCount + BundleLimits.manifest + 1
        guard
            let bytes = try disk.read(slot.rawValue + "/" + Name.head, at: 0, count: most)
        else { return nil }
        do throws(BundleError) {
            return try BundleHead(bytes, trusting: keys).manifest
        } catch {
            return nil
        }
    }

    private func digest(of name: String, size: Int) throws(SystemError) -> Digest? {
        let hash: SHA256
        do throws(CryptographyError) {
            hash = try SHA256()
        } catch {
            return nil
        }
        var offset = 0
        while offset <= size {
            guard let piece = try disk.read(name, at: offset, count: BundleLimits.piece) else {
                return nil
            }
            guard !piece.isEmpty else { break }
            offset += piece.count
            do throws(CryptographyError) {
                try hash.update(piece)
            } catch {
                return nil
            }
        }
        guard offset == size else { return nil }
        do throws(CryptographyError) {
            return try hash.finish()
        } catch {
            return nil
        }
    }

    // MARK: Parts

    private func write(_ bytes: [UInt8], to name: String, mode: Int) throws(SystemError) {
        try disk.create(name, mode: mode)
        let result = bytes.withUnsafeBytes { bytes -> Result<Void, SystemError> in
            Result { () throws(SystemError) in try disk.append(bytes, to: name) }
        }
        try result.get()
        try disk.synchronize(name)
    }

    private static func asBundleError<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(BundleError) -> Value {
        do throws(SystemError) {
            return try body()
        } catch {
            throw .machine(error.description)
        }
    }
}

/// Why a valid bundle could not be unpacked.
package enum InstallError: Error, Equatable, Sendable, CustomStringConvertible {
    case bundle(BundleError)
    case disk(SystemError)

    package var description: String {
        switch self {
        case .bundle(let error): error.description
        case .disk(let error): error.description
        }
    }
}
