package import CommandLine
import Glibc

/// The person beside the heater: is asked on the terminal, and answers with Enter. Nothing here waits.
package struct Person {
    private let console: Console
    private var hasLeft = false

    package init(_ console: Console) {
        self.console = console
    }

    /// Asks for something, on standard error: standard output may be a program's.
    package func ask(_ request: String) {
        console.errorLine("» " + request)
    }

    /// Whether Enter was pressed since the last call.
    package mutating func hasAnswered() -> Bool {
        var hasAnswered = false
        var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while !hasLeft, poll(&ready, 1, 0) == 1 {
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 else {
                hasLeft = true
                break
            }
            if buffer[..<count].contains(UInt8(ascii: "\n")) { hasAnswered = true }
        }
        return hasAnswered
    }
}
