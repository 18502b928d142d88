import Glibc

/// Reads a secret: from a terminal without showing it, or from a pipe.
package enum SecretPrompt {
    /// Bytes of the longest secret: a password may have as many (`PasswordHash.allowedBytes`).
    private static let longest = 128

    /// A new password of an allowed length: typed twice, or the first line of standard input.
    package static func newPassword(
        of allowed: ClosedRange<Int>
    ) throws(CommandFailure) -> [UInt8] {
        let first = try line(asking: "New password: ")
        guard allowed.contains(first.count) else {
            throw CommandFailure(
                .refused,
                "hearth: a password has \(allowed.lowerBound) to \(allowed.upperBound) bytes"
            )
        }
        guard isTyped else { return first }
        guard try line(asking: "Once more: ") == first else {
            throw CommandFailure(.refused, "hearth: the two passwords differ")
        }
        return first
    }

    /// The first line of standard input, without its end; a terminal shows the question and not the answer.
    package static func line(asking question: String) throws(CommandFailure) -> [UInt8] {
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

    private static var isTyped: Bool { isatty(STDIN_FILENO) == 1 }

    /// Byte by byte, so that what follows the line stays in the pipe.
    private static func readLine() throws(CommandFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count <= longest {
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
