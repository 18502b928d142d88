import Glibc
import Testing

/// A directory of one test's own, for files only; gone when the test is.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/hearth-test-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    deinit {
        if let listing = opendir(path) {
            while let entry = readdir(listing) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
                    String(cString: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
                }
                // Fails for `.` and `..`, as it should.
                unlink(path + "/" + name)
            }
            closedir(listing)
        }
        rmdir(path)
    }

    /// Writes a file; its path.
    func file(_ name: String, _ text: String) throws -> String {
        let file = try #require(fopen(path + "/" + name, "w"))
        defer { fclose(file) }
        #expect(fputs(text, file) >= 0)
        return path + "/" + name
    }

    /// A file's text.
    func text(of name: String) throws -> String {
        let file = try #require(fopen(path + "/" + name, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4 * 1024 * 1024)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
