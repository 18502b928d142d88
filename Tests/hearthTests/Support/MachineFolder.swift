import Glibc
import Testing

/// The files of a machine below a folder of one test's own.
final class MachineFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/hearth-machine-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    deinit {
        Self.remove(path)
    }

    /// Removes a file, or a folder with all that is in it.
    private static func remove(_ path: String) {
        if let listing = opendir(path) {
            while let entry = readdir(listing) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                let child = path + "/" + name
                guard name != ".", name != ".." else { continue }
                if entry.pointee.d_type == UInt8(DT_DIR) { remove(child) } else { unlink(child) }
            }
            closedir(listing)
        }
        rmdir(path)
    }

    /// Writes a file and makes the folders above it.
    func write(_ file: String, _ text: String) throws {
        var folder = path
        for name in file.split(separator: "/").dropLast() {
            folder += "/" + name
            mkdir(folder, 0o755)
        }
        let handle = try #require(fopen(path + file, "w"))
        defer { fclose(handle) }
        let bytes = Array(text.utf8)
        #expect(fwrite(bytes, 1, bytes.count, handle) == bytes.count)
    }

    func text(_ file: String) throws -> String {
        try Self.text(path + file)
    }

    static func text(_ path: String) throws -> String {
        let handle = try #require(fopen(path, "r"), "\(path)")
        defer { fclose(handle) }
        var bytes = [UInt8](repeating: 0, count: 256 * 1024)
        let count = fread(&bytes, 1, bytes.count, handle)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Something has this name, a link to nowhere included.
    func has(_ file: String) -> Bool {
        var status = stat()
        return lstat(path + file, &status) == 0
    }
}
