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

/// What is to happen to the stored model.
enum ModelOrder: Equatable {
    case keep(StoredModel)
    case forget
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
            let stored = row[0].text.flatMap(NumberedWord.init(text:)),
            let model = model(stored), let board = row[1].text
        else { return .unusable(.damaged) }
        return .stored(model, board: board)
    }

    /// Carries an order out. Belongs in a transaction.
    static func carryOut(_ order: ModelOrder, in database: Database) throws(StoreError) {
        switch order {
        case .keep(let stored): try write(stored, to: database)
        case .forget: try database.execute("DELETE FROM model")
        }
    }

    private static func write(_ stored: StoredModel, to database: Database) throws(StoreError) {
        let numbers = SQLValue.text(NumberedWord(format, stored.model.allNumbers).text)
        let board = SQLValue.text(stored.board)
        let checksum = Checksum.of(name, [numbers, board])
        let statement = try database.prepare(
            "INSERT OR REPLACE INTO model (id, numbers, board, checksum) VALUES (1, ?1, ?2, ?3)"
        )
        try statement.run([numbers, board, .integer(checksum)])
    }

    /// What the numbers are, and in which order: ``Chamber/ThermalModel/allNumbers``.
    private static let format = "v2"
    /// The version before: ``Chamber/ThermalModel/numbers``, without the element's balance. Such a model
    /// regulates, and the rules wait for a calibration.
    private static let formatBefore = "v1"

    private static func model(_ stored: NumberedWord) -> ThermalModel? {
        switch stored.word {
        case format: ThermalModel(allNumbers: stored.numbers)
        case formatBefore: ThermalModel(numbers: stored.numbers[...])
        default: nil
        }
    }
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

extension ThermalModel {
    /// All numbers, for a row; their order is part of the stored format. Of a model without balance
    /// the seven after the reference are missing. Only an element with a second mass has one more, so that
    /// an earlier version reads every other model.
    var allNumbers: [Double?] {
        numbers + [
            referenceDutyPerKelvin, balance?.curve.base, balance?.curve.perKelvin,
            balance?.curve.perSquareKelvin, balance?.curve.highest, balance?.airLagSeconds,
            balance?.restChamber, balance?.restElement,
        ] + (balance?.secondSeconds.map { [$0] } ?? [])
    }

    /// The model of a row with all numbers; `nil` where one is missing or makes no sense.
    init?(allNumbers: [Double?]) {
        guard (15...16).contains(allNumbers.count),
            let model = ThermalModel(numbers: allNumbers[..<7])
        else { return nil }
        let of = allNumbers[8..<15].compactMap { $0 }
        let second = allNumbers.count == 16 ? allNumbers[15] : nil
        guard of.isEmpty || of.count == 7, second ?? 0 >= 0, second == nil || !of.isEmpty else {
            return nil
        }
        let balance =
            of.isEmpty
            ? nil
            : ElementBalance(
                curve: ExcessCurve(
                    base: of[0],
                    perKelvin: of[1],
                    perSquareKelvin: of[2],
                    highest: of[3]
                ),
                airLagSeconds: of[4],
                secondSeconds: second,
                restChamber: of[5],
                restElement: of[6]
            )
        self = model.with(balance: balance, referenceDutyPerKelvin: allNumbers[7])
    }
}
