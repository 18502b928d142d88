/// The note that the daemon leaves for the service manager's stop hook: the arguments of a switch that
/// turns off the held lines. The hook then needs neither the daemon's program nor the board file.
extension SwitchArguments {
    /// The limit on a note's size, in bytes.
    package static let longestNote = 4_096

    /// The arguments of a switch that turns the lines off, one on each line; an empty line is the end.
    /// `nil` where there is no line to turn off, where an argument contains a line feed, or where the
    /// note would be longer than ``longestNote``.
    package var note: [UInt8]? {
        guard chip != nil, !outputs.isEmpty else { return nil }
        var off = self
        off.task = .turnOff
        let words = off.words
        guard !words.contains(where: { $0.utf8.contains(Self.lineFeed) }) else { return nil }
        let note = words.flatMap { Array($0.utf8) + [Self.lineFeed] } + [Self.lineFeed]
        return note.count <= Self.longestNote ? note : nil
    }

    /// Reads a note; `nil` where it is cut off or damaged, or does anything other than turn lines off:
    /// the hook must not drive a wrong line.
    package init?(note: some Collection<UInt8>) {
        guard note.count <= Self.longestNote, let text = String(validating: note, as: UTF8.self)
        else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The two line feeds at the end give two empty pieces; there are no others.
        guard lines.count > 2, lines.suffix(2).allSatisfy(\.isEmpty) else { return nil }
        let words = lines.dropLast(2)
        guard !words.contains(where: \.isEmpty) else { return nil }
        self.init(words.map(String.init))
        guard task == .turnOff, chip != nil, !outputs.isEmpty else { return nil }
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
