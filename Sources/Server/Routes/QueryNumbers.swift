import Chamber
import Dialects
import Surroundings
import SwitchCore

/// The numbers and words in a query: `limit=50&kinds=latched`, as the parts between the `&`.
struct QueryNumbers {
    private let numbers: [String: Int64]
    private let texts: [String: String]

    /// Reads them; a name that is neither in `known` nor in `words`, and a value in `known` that is no whole
    /// number, are problems.
    init(
        _ query: [String],
        known numeric: [String],
        words: [String] = []
    ) throws(APIProblem) {
        var numbers: [String: Int64] = [:]
        var texts: [String: String] = [:]
        let known = numeric + words
        for part in query {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pair[0].prefix(40))
            guard known.contains(name) else {
                let hint = name.nearest(among: known).map { "did you mean \"\($0)\"?" }
                throw Self.problem(
                    "unknown parameter \"\(name)\": "
                        + (hint ?? "known: \(known.joined(separator: ", "))")
                )
            }
            guard numeric.contains(name) else {
                // A browser writes a comma as %2C.
                texts[name] = pair.count == 2 ? Self.withCommas(pair[1]) : ""
                continue
            }
            guard pair.count == 2, let number = Int64(pair[1]) else {
                throw Self.problem("\(name) must be a whole number")
            }
            numbers[name] = number
        }
        self.numbers = numbers
        self.texts = texts
    }

    private static func withCommas(_ text: Substring) -> String {
        var rest = text
        var plain = ""
        while let next = rest.first {
            let isComma = rest.hasPrefix("%2C") || rest.hasPrefix("%2c")
            plain.append(isComma ? "," : next)
            rest = rest.dropFirst(isComma ? 3 : 1)
        }
        return plain
    }

    /// The words of a parameter, one behind another with commas; `nil` where it is not there. A word that is
    /// not in `known` is a problem.
    func words(_ name: String, among known: [String]) throws(APIProblem) -> [String]? {
        guard let text = texts[name] else { return nil }
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for word in words where !known.contains(word) {
            let shown = word.prefix(40).description
            let hint = shown.nearest(among: known).map { "did you mean \"\($0)\"?" }
            throw Self.problem(
                "\(name) is \"\(shown)\": "
                    + (hint ?? "known: \(known.joined(separator: ", "))")
            )
        }
        return words
    }

    /// The range from `from_ms` to `to_ms`; `nil` where neither is there. One that is left out is
    /// `fallback`'s.
    func range(
        or fallback: HistoryQuery.Range
    ) throws(APIProblem) -> HistoryQuery.Range? {
        guard numbers["from_ms"] != nil || numbers["to_ms"] != nil else { return nil }
        let bounds: ClosedRange<Int64> = 0...4_102_444_800_000
        let from = try number("from_ms", in: bounds, or: fallback.from)
        let to = try number("to_ms", in: bounds, or: fallback.to)
        guard from < to else {
            throw Self.problem(
                "the range ends before it begins: from_ms is \(from) and to_ms is \(to)"
            )
        }
        return HistoryQuery.Range(from: from, to: to)
    }

    /// The number, or `fallback` where there is none; out of `range` is a problem.
    func number(
        _ name: String,
        in range: ClosedRange<Int64>,
        or fallback: Int64
    ) throws(APIProblem) -> Int64 {
        guard let number = numbers[name] else { return fallback }
        guard range.contains(number) else {
            throw Self.problem(
                "\(name) must be from \(range.lowerBound) to \(range.upperBound), not \(number)"
            )
        }
        return number
    }

    /// The number, or `nil`.
    subscript(name: String) -> Int64? { numbers[name] }

    static func problem(_ message: String) -> APIProblem {
        APIProblem(status: 400, code: "bad_value", message: message)
    }
}

extension EventQuery {
    /// What a query about events asks for (`docs/api.md`).
    init(_ query: [String]) throws(APIProblem) {
        let numbers = try QueryNumbers(
            query,
            known: ["limit", "before", "from_ms", "to_ms"],
            words: ["kinds"]
        )
        let limit = try numbers.number("limit", in: 1...500, or: 50)
        self.init(
            limit: Int(limit),
            before: numbers["before"],
            range: try numbers.range(or: HistoryQuery.Range(from: 0, to: .max)),
            kinds: try numbers.words("kinds", among: Occurrence.Kind.words) ?? []
        )
    }
}

extension RunQuery {
    /// What a query about runs asks for, and whether as a table (`docs/api.md`).
    static func asked(_ query: [String]) throws(APIProblem) -> (RunQuery, isTable: Bool) {
        let numbers = try QueryNumbers(
            query,
            known: ["limit", "from_ms", "to_ms"],
            words: ["format"]
        )
        let format = try numbers.words("format", among: ["json", "csv"]) ?? ["json"]
        let isTable = format.last == "csv"
        let limit = try numbers.number("limit", in: 1...2000, or: isTable ? 2000 : 50)
        let range = try numbers.range(or: HistoryQuery.Range(from: 0, to: .max))
        return (RunQuery(range: range, limit: Int(limit)), isTable)
    }
}

extension HistoryQuery {
    private static let longest: Int64 = 2_592_000

    /// What a query about history asks for, and whether as a table (`docs/api.md`).
    static func asked(
        _ query: [String],
        at backend: any ServerBackend
    ) throws(APIProblem) -> (HistoryQuery, isTable: Bool) {
        let numbers = try QueryNumbers(
            query,
            known: ["last_s", "points", "from_ms", "to_ms"],
            words: ["format"]
        )
        let span = try numbers.number("last_s", in: 1...longest, or: 3600)
        let format = try numbers.words("format", among: ["json", "csv"]) ?? ["json"]
        let isTable = format.last == "csv"
        let points = Int(try numbers.number("points", in: 10...2000, or: isTable ? 2000 : 600))
        let now = backend.calendarMilliseconds()
        let end = numbers["to_ms"] ?? now
        let fallback = Range(from: max(0, end - span * 1000), to: now)
        guard let range = try numbers.range(or: fallback) else {
            return (HistoryQuery(span: .seconds(span), points: points), isTable)
        }
        if numbers["last_s"] != nil, numbers["from_ms"] != nil {
            throw QueryNumbers.problem("give last_s or from_ms, not both")
        }
        guard range.to - range.from <= longest * 1000 else {
            throw QueryNumbers.problem(
                "the range is longer than 30 days, which is as long as history is kept"
            )
        }
        return (HistoryQuery(range, points: points), isTable)
    }
}
