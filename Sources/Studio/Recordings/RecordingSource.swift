package import CommandLine
import Glibc
import System

/// A segment's name and its bytes, before decoding.
package struct RecordedFile {
    /// The file's name, or its whole path in a bundle.
    package let name: String
    /// The whole file; it need not be a valid segment.
    package let bytes: [UInt8]
}

/// Reads recordings: a segment, a directory of segments, or a bundle.
package enum RecordingSource {
    static let suffix = ".flight"
    /// A segment is a megabyte plus at most one batch; a bundle holds up to sixteen segments.
    private static let mostBytes = 64 << 20

    /// The segments at `path`, oldest first.
    package static func files(at path: String) throws(CommandFailure) -> [RecordedFile] {
        guard try isDirectory(path) else { return try segments(of: path) }
        let names = try names(in: path).filter { $0.hasSuffix(suffix) }
        guard !names.isEmpty else {
            throw CommandFailure(
                .unavailable,
                "\(path): there is no recording in it; give the directory \"recording\" of a state "
                    + "directory, or a file that ends in \(suffix)"
            )
        }
        var files: [RecordedFile] = []
        for name in names {
            files.append(RecordedFile(name: name, bytes: try read(path + "/" + name)))
        }
        return files
    }

    private static func segments(of path: String) throws(CommandFailure) -> [RecordedFile] {
        let bytes = try read(path)
        guard let entries = TarArchive.entries(in: bytes) else {
            return [RecordedFile(name: path, bytes: bytes)]
        }
        let files = entries.filter { $0.name.hasSuffix(suffix) }
        guard !files.isEmpty else {
            throw CommandFailure(.unavailable, "\(path): there is no recording in this bundle")
        }
        return files.map { RecordedFile(name: $0.name, bytes: $0.bytes) }
    }

    /// `false` also where nothing exists: reading the path then reports that.
    private static func isDirectory(_ path: String) throws(CommandFailure) -> Bool {
        do throws(SystemError) {
            return try FileStatus(of: path)?.kind == .directory
        } catch {
            throw error.commandFailure
        }
    }

    static func names(in path: String) throws(CommandFailure) -> [String] {
        do throws(SystemError) {
            return try Directory.names(in: path)
        } catch {
            throw error.commandFailure
        }
    }

    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do throws(SystemError) {
            return try File.beginning(of: path, mostBytes + 1)
        } catch {
            throw error.commandFailure
        }
    }
}
