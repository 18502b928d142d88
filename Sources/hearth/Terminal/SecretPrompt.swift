import Access
import Glibc

/// Takes a password where nobody reads along: from a terminal without showing it, or from a pipe.
enum SecretPrompt {
    /// A new password: typed twice, or the first line of standard input.
    static func password() throws(CommandFailure) -> [UInt8] {
        let isTyped = isatty(STDIN_FILENO) == 1
        let first = try line(asking: "New password: ", isTyped)
        let allowed = PasswordHash.allowedBytes
        guard allowed.contains(first.count) else {
            throw CommandFailure(
                .refused,
                "hearth: a password has \(allowed.lowerBound) to \(allowed.upperBound) bytes"
            )
        }
        guard isTyped else { return first }
        guard try line(asking: "Once more: ", isTyped) == first else {
            throw CommandFailure(.refused, "hearth: those were two different passwords")
        }
        return first
    }

    /// The first line of standard input; where that is a terminal it is asked for and not shown.
    static func line(asking question: String) throws(CommandFailure) -> [UInt8] {
        try line(asking: question, isatty(STDIN_FILENO) == 1)
    }

    private static func line(
        asking question: String,
        _ isTyped: Bool
    ) throws(CommandFailure) -> [UInt8] {
        guard isTyped else { return try readLine() }
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
        Console.standard.writeError(question)
        defer { Console.standard.writeError("\n") }
        return try readLine()
    }

    /// Byte by byte, so that nothing behind the line is taken.
    private static func readLine() throws(CommandFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count <= PasswordHash.allowedBytes.upperBound {
            let count = read(STDIN_FILENO, &byte, 1)
            let code = errno
            if count < 0, code == EINTR { continue }
            guard count > 0, byte != UInt8(ascii: "\n") else { break }
            bytes.append(byte)
        }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw CommandFailure(.refused, "hearth: nothing was typed, so nothing was changed")
        }
        return bytes
    }
}
