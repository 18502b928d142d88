package import Chamber

/// A learned model with the fingerprint of the board that it was learned on.
package struct StoredModel: Equatable, Sendable {
    /// As it was learned.
    package let model: ThermalModel
    /// The board's fingerprint: on another board the model is not used.
    package let board: String

    package init(_ model: ThermalModel, board: String) {
        self.model = model
        self.board = board
    }
}

/// The table `model`: one row, or none where nothing has been learned.
///
/// Unlike a setting, a damaged number has no default: the model is read as a whole or not at all.
enum ModelTable {
    private static let name = "model"

    /// What was learned, as it was found.
    static func read(from database: Database) throws(StoreError) -> RestoredModel {
        guard let row = try database.rows("SELECT numbers, board, checksum FROM model").first else {
            return .none
        }
        guard row[2].integer == Checksum.of(name, [row[0], row[1]]),
            let stored = row[0].text.flatMap(NumberedWord.init(text:)), stored.word == format,
            let model = ThermalModel(numbers: stored.numbers[...]), let board = row[1].text
        else { return .unusable(.damaged) }
        return .stored(model, board: board)
    }

    /// Writes what was learned. Belongs in a transaction.
    static func write(_ stored: StoredModel, to database: Database) throws(StoreError) {
        let numbers = SQLValue.text(NumberedWord(format, stored.model.numbers).text)
        let board = SQLValue.text(stored.board)
        let checksum = Checksum.of(name, [numbers, board])
        let statement = try database.prepare(
            "INSERT OR REPLACE INTO model (id, numbers, board, checksum) VALUES (1, ?1, ?2, ?3)"
        )
        try statement.run([numbers, board, .integer(checksum)])
    }

    /// What the numbers are, and in which order: ``Chamber/ThermalModel/numbers``.
    private static let format = "v1"
}

/// A word followed by numbers, as one text: `heat_escapes 0.162 30.5 …`; `-` for an absent number.
struct NumberedWord: Equatable {
    let word: String
    let numbers: [Double?]

    init(_ word: String, _ numbers: [Double?]) {
        self.word = word
        self.numbers = numbers
    }

    /// Reads the text; `nil` where a number is malformed or not finite.
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
