import Cryptography

/// Why somebody is let in.
enum Grant: Equatable {
    /// Nothing is asked of anyone.
    case open
    /// The address is trusted.
    case trusted
    /// The command line on this machine.
    case commandLine
    case session(Digest)
    case token(String)

    /// The word for it in our interface.
    var word: String {
        switch self {
        case .open: "open"
        case .trusted: "trusted"
        case .commandLine: "command_line"
        case .session: "session"
        case .token: "token"
        }
    }
}
