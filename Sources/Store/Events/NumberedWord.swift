/// A word with numbers behind it, as one text: `heat_escapes 0.162 30.5 …`; `-` for a number that is
/// not there.
struct NumberedWord: Equatable {
    let word: String
    let numbers: [Double?]

    init(_ word: String, _ numbers: [Double?]) {
        self.word = word
        self.numbers = numbers
    }

    /// Reads the text; `nil` where a number in it is none, or not finite.
    init?(text: String) {
        let parts = text.split(separator: " ")
        guard let first = parts.first else { return nil }
        word = String(first)
        var numbers: [Double?] = []
        for part in parts.dropFirst() {
            guard part != "-" else {
                numbers.append(nil)
                continue
            }
            guard let number = Double(String(part)), number.isFinite else { return nil }
            numbers.append(number)
        }
        self.numbers = numbers
    }

    /// The shortest text that reads back as the same numbers.
    var text: String {
        ([word] + numbers.map { $0?.description ?? "-" }).joined(separator: " ")
    }
}
