import Glibc

/// Which processes hold GPIO lines, for the message that one is busy.
package enum LineHolder {
    /// Other processes that hold lines of any chip, as `name (process 123)`, as far as this user may
    /// inspect them.
    package static func processes() -> [String] {
        all().map { "\(command(of: $0)) (process \($0))" }
    }

    private static func all() -> [Int32] {
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        var holders: [Int32] = []
        let own = getpid()
        while let entry = readdir(directory) {
            guard let process = Int32(name(of: entry)), process != own, holdsLine(process) else {
                continue
            }
            holders.append(process)
        }
        return holders
    }

    /// Process ids of switches that still hold lines although the `hearth` that started them has ended.
    package static func orphanedSwitches() -> [Int32] {
        all().filter { process in
            command(of: process) == "hearth-switch" && !isHearth(parent(of: process))
        }
    }

    private static func isHearth(_ process: Int32?) -> Bool {
        process.map { command(of: $0) == "hearth" } ?? false
    }

    /// The kernel calls a held line `anon_inode:gpio-line` or, by the older interface,
    /// `anon_inode:gpio-linehandle` and `gpio-event` (drivers/gpio/gpiolib-cdev.c).
    private static func holdsLine(_ process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd"
        guard let directory = opendir(folder) else { return false }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            var target = [CChar](repeating: 0, count: 64)
            let count = readlink("\(folder)/\(name(of: entry))", &target, target.count)
            guard count > 0 else { continue }
            let kind = String(
                decoding: target[..<count].map(UInt8.init(bitPattern:)),
                as: UTF8.self
            )
            if kind.hasPrefix("anon_inode:gpio-") { return true }
        }
        return false
    }

    private static func command(of process: Int32) -> String {
        let text = contents(of: "/proc/\(process)/comm")
        return text.isEmpty ? "?" : String(text.prefix { $0 != "\n" })
    }

    /// The parent's process id: the field after the name in brackets and the state (proc(5), `stat`).
    private static func parent(of process: Int32) -> Int32? {
        let text = contents(of: "/proc/\(process)/stat")
        guard let end = text.lastIndex(of: ")") else { return nil }
        let words = text[text.index(after: end)...].split(separator: " ")
        return words.count > 1 ? Int32(words[1]) : nil
    }

    /// The first 256 bytes of a file; empty where it cannot be read.
    private static func contents(of path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafeBytes(of: entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
