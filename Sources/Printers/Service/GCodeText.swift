/// Texts in lines of G-code.
enum GCodeText {
    /// The longest text for a display, which has a line or two of 16 to 20 characters and scrolls.
    private static let longest = 160

    /// Without what has a meaning in a line of G-code, and without what no display shows.
    static func plain(_ sentence: String) -> String {
        let kept = sentence.unicodeScalars.compactMap { scalar -> Character? in
            switch scalar {
            case ";": return ","
            case "\"", "\\": return "'"
            case "°": return nil
            case _ where scalar.isASCII && scalar.value >= 32 && scalar.value != 127:
                return Character(scalar)
            case _: return " "
            }
        }
        return String(String(kept).prefix(longest))
    }
}
