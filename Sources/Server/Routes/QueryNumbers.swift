import Chamber
import Dialects

/// The numbers behind a question mark: `limit=50&before=1234`, as the parts between the `&`.
struct QueryNumbers {
    private let numbers: [String: Int64]

    /// Reads them; a name that is not in `known` and a value that is no whole number are problems.
    init(_ query: [String], known: [String]) throws(APIProblem) {
        var numbers: [String: Int64] = [:]
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
            guard pair.count == 2, let number = Int64(pair[1]) else {
                throw Self.problem("\(name) must be a whole number")
            }
            numbers[name] = number
        }
        self.numbers = numbers
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

    private static func problem(_ message: String) -> APIProblem {
        APIProblem(status: 400, code: "bad_value", message: message)
    }
}
