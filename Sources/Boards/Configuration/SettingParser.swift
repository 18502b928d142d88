import CInih

/// A `key: value` line as the parser library read it.
struct ParsedSetting: Equatable {
    /// The section it stands in; empty before the first one.
    let section: String
    let key: String
    let value: String
    /// Counted from 1.
    let line: Int
}

/// Runs inih over lines that are known to be short and clean.
///
/// The library as Debian builds it tells its handler no line number and of all errors only the
/// first one's line. Both are known here because it asks for one line at a time.
final class SettingParser {
    private let lines: [ConfigurationLine]
    /// How many lines were handed out; the newest one is `lines[handedOut - 1]`.
    private var handedOut = 0
    private var settings: [ParsedSetting] = []

    private init(_ lines: [ConfigurationLine]) {
        self.lines = lines
    }

    /// The settings in `lines`, in their order. A line that holds none gives none.
    static func settings(in lines: [ConfigurationLine]) -> [ParsedSetting] {
        let parser = SettingParser(lines)
        withExtendedLifetime(parser) {
            let context = Unmanaged.passUnretained(parser).toOpaque()
            // The result is the first bad line's number: the caller sees all of them as lines that
            // gave no setting.
            _ = ini_parse_stream(handOutLine, context, takeSetting, context)
        }
        return parser.settings
    }

    /// Copies the next line into `buffer` as `fgets` would; `false` at the end.
    fileprivate func handOut(into buffer: UnsafeMutablePointer<CChar>, capacity: Int) -> Bool {
        guard handedOut < lines.count else { return false }
        // A line end and the final zero have to fit behind the text; what does not fit is refused
        // before it comes here, and dropped whole rather than cut should the buffer ever be smaller.
        let text = lines[handedOut].text.utf8
        handedOut += 1
        var length = 0
        if text.count + 2 <= capacity {
            for byte in text {
                buffer[length] = CChar(bitPattern: byte)
                length += 1
            }
        }
        guard length + 2 <= capacity else { return false }
        buffer[length] = CChar(bitPattern: UInt8(ascii: "\n"))
        buffer[length + 1] = 0
        return true
    }

    fileprivate func take(section: String, key: String, value: String) {
        settings.append(
            ParsedSetting(section: section, key: key, value: value, line: handedOut)
        )
    }
}

/// inih's reader: the next line, or null at the end.
private func handOutLine(
    _ buffer: UnsafeMutablePointer<CChar>?,
    _ capacity: CInt,
    _ context: UnsafeMutableRawPointer?
) -> UnsafeMutablePointer<CChar>? {
    guard let buffer, let context else { return nil }
    let parser = Unmanaged<SettingParser>.fromOpaque(context).takeUnretainedValue()
    return parser.handOut(into: buffer, capacity: Int(capacity)) ? buffer : nil
}

/// inih's handler: one `key: value` line; always content, because judging is done elsewhere.
private func takeSetting(
    _ context: UnsafeMutableRawPointer?,
    _ section: UnsafePointer<CChar>?,
    _ key: UnsafePointer<CChar>?,
    _ value: UnsafePointer<CChar>?
) -> CInt {
    guard let context, let section, let key, let value else { return 0 }
    let parser = Unmanaged<SettingParser>.fromOpaque(context).takeUnretainedValue()
    parser.take(
        section: String(cString: section),
        key: String(cString: key),
        value: String(cString: value)
    )
    return 1
}
