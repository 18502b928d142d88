import CWebSockets
import Synchronization

/// libwebsockets' log: silent until a handler is set.
package enum LibraryLog {
    /// In the order of severity, the most severe first.
    package enum Level: Int, Sendable, Comparable {
        case error
        case warning
        case notice
        case info

        package static func < (one: Level, other: Level) -> Bool {
            one.rawValue < other.rawValue
        }
    }

    /// Hands every message up to this level to `handler`, without its line end; the handler is
    /// called on whichever thread runs a server, and one handler serves the whole process. Call it
    /// before any server is made: an existing one may keep its old setting.
    package static func route(
        upTo level: Level,
        to handler: @escaping @Sendable (Level, String) -> Void
    ) {
        self.handler.withLock { $0 = handler }
        silenceUnlessRouted()
        let mask = mask(upTo: level)
        levels.withLock { $0 = mask }
        lws_set_log_level(mask, emit)
    }

    /// Gives a context that is about to be created a log of its own; to be freed after the context.
    static func give(to info: inout lws_context_creation_info) -> UnsafeMutableRawPointer? {
        hearth_lws_give_log(&info, emit, levels.withLock { $0 })
    }

    /// The levels that are handed on, as libwebsockets' bits.
    private static let levels = Mutex<Int32>(0)

    /// Keeps libwebsockets from writing to standard error, as it does by default.
    static func silenceUnlessRouted() {
        _ = quietOnce
    }

    private static let quietOnce: Void = lws_set_log_level(0, emit)

    private static let handler = Mutex<(@Sendable (Level, String) -> Void)?>(nil)

    private static let flags: [(Int32, Level)] = [
        (Int32(LLL_ERR), .error),
        (Int32(LLL_WARN), .warning),
        (Int32(LLL_NOTICE), .notice),
        (Int32(LLL_INFO), .info),
    ]

    private static func mask(upTo level: Level) -> Int32 {
        flags.reduce(0) { $1.1 <= level ? $0 | $1.0 : $0 }
    }

    fileprivate static func pass(on flag: Int32, _ line: UnsafePointer<CChar>) {
        guard let level = flags.first(where: { $0.0 == flag })?.1,
            let handler = handler.withLock({ $0 })
        else { return }
        var text = String(cString: line)
        while text.last?.isNewline == true {
            text.removeLast()
        }
        handler(level, text)
    }
}

private func emit(_ level: Int32, _ line: UnsafePointer<CChar>?) {
    if let line {
        LibraryLog.pass(on: level, line)
    }
}
