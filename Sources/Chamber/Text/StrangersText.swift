extension String {
    /// The text as it may reach a terminal, a log, an event or a label, where somebody else may have
    /// written it: each character that is invisible or moves what follows is replaced by `�`.
    ///
    /// Such are control characters, escapes, line ends, and those that turn the direction of writing; a
    /// network, a printer or a header can be named with them. The two joiners of Persian and of emoji stay.
    package var harmless: String {
        guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: unicodeScalars.map { $0.isUnprintable ? "\u{FFFD}" : $0 })
        return String(text)
    }
}

extension Unicode.Scalar {
    /// The character is invisible, or it could change how the text around it is shown.
    package var isUnprintable: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: return true
        case .format: return self != "\u{200C}" && self != "\u{200D}"
        default: return false
        }
    }
}
