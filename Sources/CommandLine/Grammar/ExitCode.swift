package import Schema
package import System

/// The program's exit status; scripts rely on these numbers.
package enum ExitCode: UInt8, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case usage = 2
    case unreachable = 3
    case refused = 4
    case misconfigured = 5
    case unavailable = 6

    /// When a command ends with it, for the help pages.
    package var meaning: String {
        switch self {
        case .done: "Done as asked."
        case .failed: "The command failed: an expectation was missed, or a check found a fault."
        case .usage: "The command line was not understood; nothing was done."
        case .unreachable: "No daemon answers at the address."
        case .refused:
            "Refused by the daemon, or not confirmed; see the message."
        case .misconfigured:
            "A board, service, plant or scenario file has mistakes; all of them are listed."
        case .unavailable:
            "A file, the state directory or the port cannot be used: missing, not permitted, or taken."
        }
    }
}

/// Why a command ended early.
package struct CommandFailure: Error, Equatable {
    /// The exit status.
    package let status: ExitCode
    /// What happened, where, what to do; one line, or one for each mistake.
    package let message: String

    package init(_ status: ExitCode, _ message: String) {
        self.status = status
        self.message = message
    }
}

extension Mistakes {
    /// The failure of a command that reads the file; all mistakes are listed.
    package var commandFailure: CommandFailure { CommandFailure(.misconfigured, description) }
}

extension SystemError {
    /// The failure of a command that needs the file.
    package var commandFailure: CommandFailure { CommandFailure(.unavailable, description) }
}
