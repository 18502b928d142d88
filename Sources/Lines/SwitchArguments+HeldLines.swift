/// The note that the program that holds the lines leaves for the service manager's stop hook: how a switch
/// turns off those very lines, so that neither the daemon's program nor the board file is needed.
extension SwitchArguments {
    /// More than the longest note.
    package static let longestNote = 4_096

    /// The words of a switch that turns the lines off, one to a line; an empty line is the end. `nil`
    /// where there is no line to turn off, or a word that has a line feed in it.
    package var note: [UInt8]? {
        guard chip != nil, !outputs.isEmpty else { return nil }
        var off = self
        off.task = .turnOff
        let words = off.words
        guard !words.contains(where: { $0.utf8.contains(Self.lineFeed) }) else { return nil }
        let note = words.flatMap { Array($0.utf8) + [Self.lineFeed] } + [Self.lineFeed]
        return note.count <= Self.longestNote ? note : nil
    }

    /// Reads a note; `nil` where it is cut off, damaged, or about anything but turning lines off. A
    /// hook must not drive a line that nobody meant.
    package init?(note: some Collection<UInt8>) {
        guard note.count <= Self.longestNote, let text = String(validating: note, as: UTF8.self)
        else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The end's two line feeds leave two empty lines, and there is no other.
        guard lines.count > 2, lines.suffix(2).allSatisfy(\.isEmpty) else { return nil }
        let words = lines.dropLast(2)
        guard !words.contains(where: \.isEmpty) else { return nil }
        self.init(words.map(String.init))
        guard task == .turnOff, chip != nil, !outputs.isEmpty else { return nil }
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
