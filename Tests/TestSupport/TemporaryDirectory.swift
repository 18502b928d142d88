import Glibc
package import System

/// A directory of its own for one test, removed with everything in it.
package final class TemporaryDirectory {
    package let path: String

    /// Makes one in memory where there is such a place, since some tests rewrite files tens of
    /// thousands of times.
    ///
    /// - Parameter onDisk: below `/tmp` instead, where there is more room.
    package init(onDisk: Bool = false) throws(SystemError) {
        let parent = !onDisk && Directory.isWritable("/dev/shm") ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/hearth-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError(.make, parent, errno: errno) }
        path = template.withUnsafeBytes { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    deinit {
        do throws(SystemError) {
            try Directory.removeAll(path)
        } catch {
            print(error)
        }
    }

    /// The path of `name` in it, a slash before the name or not; a path in it is itself.
    package func file(_ name: String) -> String {
        if name.hasPrefix(path + "/") { return name }
        return path + (name.hasPrefix("/") ? "" : "/") + name
    }

    /// The names in it.
    package var names: Set<String> {
        get throws(SystemError) { Set(try Directory.names(in: path)) }
    }

    /// Writes a file, with the directories that it is in; its path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws(SystemError) -> String {
        try write(name, Array(text.utf8))
    }

    /// Writes a file, with the directories that it is in; its path.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8]) throws(SystemError) -> String {
        let path = file(name)
        try Directory.makeAll(Directory.containing(path), mode: 0o755)
        try File.write(bytes, to: path)
        return path
    }

    /// All bytes of a file.
    package func bytes(_ name: String) throws(SystemError) -> [UInt8] {
        try File.read(file(name), most: 64 << 20)
    }

    /// A file's text.
    package func text(_ name: String) throws(SystemError) -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    /// Whether the name exists, even as a broken link.
    package func has(_ name: String) throws(SystemError) -> Bool {
        try FileStatus(of: file(name), followingLinks: false) != nil
    }
}
