import Chamber
import SwitchCore

/// Parses the words after `expect`.
extension ScenarioWords {
    private static let form =
        "expect fault <code> within <time>, expect no_fault, expect off within <time>, "
        + "expect fan on within <time>, or expect chamber|element below <degrees> within <time>"

    static func expectation(_ words: [String]) throws(Problem) -> Scenario.Expectation {
        guard let kind = words.first else { throw Problem("write: \(form)") }
        switch try word(kind, of: ["fault", "no_fault", "off", "fan", "chamber", "element"]) {
        case 0:
            let time = try time(words, after: ["fault", nil])
            return .fault(try faultCode(words[1]), within: time)
        case 1:
            try expectCount(words, 1, "expect no_fault")
            return .noFault
        case 2:
            return .off(within: try time(words, after: ["off"]))
        case 3:
            return .fanOn(within: try time(words, after: ["fan", "on"]))
        case 4:
            let time = try time(words, after: ["chamber", "below", nil])
            return .chamberBelow(try celsius(words[2]), within: time)
        default:
            let time = try time(words, after: ["element", "below", nil])
            return .elementBelow(try celsius(words[2]), within: time)
        }
    }

    /// The time at the end of words that begin as `words` says; `nil` is any word.
    private static func time(
        _ words: [String],
        after start: [String?]
    ) throws(Problem) -> Duration {
        let pattern = start + ["within", nil]
        let isRight =
            words.count == pattern.count
            && zip(words, pattern).allSatisfy { word, expected in expected ?? word == word }
        guard isRight else { throw Problem("write: \(form)") }
        return try duration(words[words.count - 1])
    }

    /// A fault by its whole code, or by the part after the point.
    private static func faultCode(_ name: String) throws(Problem) -> FaultCode {
        let codes = FaultCode.byNumber.map(\.word)
        let names =
            name.contains(".") ? codes : codes.map { String($0.drop { $0 != "." }.dropFirst()) }
        return FaultCode.byNumber[try word(name, of: names)]
    }
}
