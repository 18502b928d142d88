import Glibc

/// Lines from standard input, without waiting for them.
struct StandardInput {
    private var bytes: [UInt8] = []
    private(set) var hasEnded = false

    /// The next whole line, if there is one.
    mutating func line() -> String? {
        if let line = split() { return line }
        var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard !hasEnded, poll(&ready, 1, 0) == 1 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count <= 0 { hasEnded = true } else { bytes += buffer[..<count] }
        return split()
    }

    private mutating func split() -> String? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { bytes.removeFirst(end + 1) }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
