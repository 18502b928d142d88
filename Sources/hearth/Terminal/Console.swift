import Glibc

/// Where a command writes to: standard output for what was asked for, standard error for the rest.
package struct Console: Sendable {
    package let write: @Sendable (String) -> Void
    package let writeError: @Sendable (String) -> Void
    /// The next line that a person types, without its end; `nil` where nobody does.
    package let ask: @Sendable () -> String?
    /// The same for a secret, which does not show while it is typed; it may also come from a pipe.
    package let askSecret: @Sendable () -> String?
    /// Standard output is a terminal: only then may control codes go out.
    package let isTerminal: Bool

    package init(
        write: @escaping @Sendable (String) -> Void,
        writeError: @escaping @Sendable (String) -> Void,
        ask: @escaping @Sendable () -> String? = { nil },
        askSecret: @escaping @Sendable () -> String? = { nil },
        isTerminal: Bool
    ) {
        self.write = write
        self.writeError = writeError
        self.ask = ask
        self.askSecret = askSecret
        self.isTerminal = isTerminal
    }

    /// The process's own outputs.
    package static let standard = Console(
        write: { Console.writeAll($0, to: STDOUT_FILENO) },
        writeError: { Console.writeAll($0, to: STDERR_FILENO) },
        ask: { isatty(STDIN_FILENO) == 1 ? readLine() : nil },
        askSecret: { Console.readSecret() },
        isTerminal: isatty(STDOUT_FILENO) == 1
    )

    /// One line on standard output.
    package func line(_ text: String = "") {
        write(text + "\n")
    }

    /// One line on standard error.
    package func errorLine(_ text: String) {
        writeError(text + "\n")
    }

    /// The text in bold where that is possible.
    package func emphasised(_ text: String) -> String {
        isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }

    /// A line from standard input; a terminal shows nothing of it.
    private static func readSecret() -> String? {
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return readLine() }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else { return nil }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            writeAll("\n", to: STDERR_FILENO)
        }
        return readLine()
    }

    /// Writes until all is out or the other end is gone, which nobody is left to be told of.
    private static func writeAll(_ text: String, to descriptor: CInt) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let written = Glibc.write(descriptor, start, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
