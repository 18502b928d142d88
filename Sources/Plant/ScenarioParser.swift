import Chamber
import SwitchCore

/// All mistakes in a scenario file.
package struct ScenarioError: Error, Equatable, Sendable {
    /// One mistake.
    package struct Mistake: Equatable, Sendable {
        /// Lines count from 1.
        package let line: Int
        /// What was found and what is allowed.
        package let message: String
    }

    /// Never empty, in the order of their lines.
    package let mistakes: [Mistake]
}

extension Scenario {
    /// Parses a scenario file: `<time> <action …>` on a line, `#` begins a comment.
    ///
    /// Throws all mistakes at once.
    package init(parsing text: String) throws(ScenarioError) {
        var entries: [Entry] = []
        var mistakes: [ScenarioError.Mistake] = []
        // Any line end counts; a carriage return with its line feed is one character.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            let words = content.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.isEmpty else { continue }
            do throws(ScenarioWords.Problem) {
                let text = words.joined(separator: " ")
                let due = try ScenarioWords.due(words, after: entries)
                entries += due.map { Entry(at: $0, action: $1, line: index + 1, text: text) }
            } catch {
                mistakes.append(ScenarioError.Mistake(line: index + 1, message: error.message))
            }
        }
        if entries.isEmpty, mistakes.isEmpty {
            mistakes.append(
                ScenarioError.Mistake(line: 1, message: "there is no event in the file")
            )
        }
        guard mistakes.isEmpty else { throw ScenarioError(mistakes: mistakes) }
        self.entries = entries
        (length, lastPartLength) = Self.lengths(of: entries)
    }

    /// The length of the whole, and of the part below the last `when`.
    private static func lengths(of entries: [Entry]) -> (whole: Duration, lastPart: Duration) {
        var (length, start) = (Duration.zero, Duration.zero)
        for entry in entries {
            let at = start + entry.at
            switch entry.action {
            case .end:
                return (at, entry.at)
            case .expect(let expectation):
                length = max(length, at + expectation.within)
            case .when(_, let time):
                start = at + time
                length = max(length, start)
            case .wish, .bed, .door, .contact, .room, .fault:
                length = max(length, at)
            }
        }
        return (length, length - start)
    }
}

/// Parses the actions of a scenario's lines.
enum ScenarioWords {
    /// What is wrong with a line.
    struct Problem: Error {
        let message: String

        init(_ message: String) {
            self.message = message
        }
    }

    private static let actions = [
        "target", "mode", "dry", "bed", "door", "contact", "room", "fault", "clear", "wish",
        "calibrate", "soak", "expect", "end",
    ]

    /// What a line adds below `entries`: one action, or a condition and the action behind it.
    static func due(
        _ words: [String],
        after entries: [Scenario.Entry]
    ) throws(Problem) -> [(at: Duration, action: Scenario.Action)] {
        guard words[0] == "when" else {
            let (at, action) = try entry(words)
            try expectOrder(of: words[0], at, after: entries)
            return [(at, action)]
        }
        if let end = entries.first(where: { $0.action == .end }) {
            throw Problem("this is after the end in line \(end.line); nothing happens there")
        }
        let (condition, rest) = try when(Array(words.dropFirst()))
        let last = entries.last.map { $0.isCondition ? .zero : $0.at } ?? .zero
        guard let name = rest.first else { return [(last, condition)] }
        return [(last, condition), (.zero, try action(name, Array(rest.dropFirst())))]
    }

    private static func entry(_ words: [String]) throws(Problem) -> (Duration, Scenario.Action) {
        let at = try duration(words[0])
        guard words.count > 1 else {
            throw Problem("no action after the time; allowed: \(list(actions))")
        }
        return (at, try action(words[1], Array(words.dropFirst(2))))
    }

    /// Throws where a line's time is before the line above it or after the end.
    private static func expectOrder(
        of word: String,
        _ at: Duration,
        after entries: [Scenario.Entry]
    ) throws(Problem) {
        if let last = entries.last, !last.isCondition, at < last.at {
            throw Problem("\(word) is before the line above it; write the lines in order of time")
        }
        if let end = entries.first(where: { $0.action == .end }), at > end.at {
            throw Problem(
                "\(word) is after the end in line \(end.line); nothing happens there"
            )
        }
    }

    private static func action(
        _ name: String,
        _ words: [String]
    ) throws(Problem) -> Scenario.Action {
        switch name {
        case "target":
            try expectCount(words, 1, "target <degrees>")
            return .wish([.setTarget(try celsius(words[0]))])
        case "mode":
            try expectCount(words, 1, "mode on|auto|dry|off")
            return .wish(try mode(words[0]))
        case "dry":
            try expectCount(words, 2, "dry <degrees> <hours>, as in: dry 55 6h")
            return .wish([
                .dry(target: try celsius(words[0]), hours: try hours(words[1]))
            ])
        case "bed":
            return .bed(try bed(words))
        case "door":
            try expectCount(words, 1, "door open|closed")
            return .door(isOpen: try word(words[0], of: ["closed", "open"]) == 1)
        case "contact":
            return try contact(words)
        case "room":
            try expectCount(words, 1, "room <degrees>")
            return .room(try celsius(words[0]))
        case "fault":
            return .fault(
                try order { () throws(FaultOrder.Refusal) in
                    try FaultOrder(beginning: words)
                }
            )
        case "clear":
            return .fault(
                try order { () throws(FaultOrder.Refusal) in
                    try FaultOrder(ending: words)
                }
            )
        case "wish":
            return try wish(words)
        case "soak":
            try expectCount(words, 1, "soak <degrees>")
            return .wish([.soak(at: try celsius(words[0]))])
        case "calibrate":
            try expectCount(words, 0, "calibrate")
            return .wish([.calibrate])
        case "expect":
            return .expect(try expectation(words))
        case "end":
            try expectCount(words, 0, "end")
            return .end
        default:
            throw unknown(name, among: actions)
        }
    }

    private static func mode(_ name: String) throws(Problem) -> [Wish] {
        switch try word(name, of: ["on", "auto", "dry", "off"]) {
        case 0: [.setMode(.alwaysOn), .setPower(true)]
        case 1: [.setMode(.auto), .setPower(true)]
        case 2: [.setMode(.drying), .setPower(true), .startDrying]
        default: [.setPower(false)]
        }
    }

    private static func bed(_ words: [String]) throws(Problem) -> BedReport? {
        if words == ["off"] { return nil }
        try expectCount(words, 2, "bed <degrees> printing|idle, or: bed off")
        let target = try celsius(words[0])
        let isPrinting = try word(words[1], of: ["idle", "printing"]) == 1
        return BedReport(target: target, isPrinting: isPrinting)
    }

    /// The length of a drying run: whole hours, at least one.
    static func hours(_ word: String) throws(Problem) -> Int {
        let length = try duration(word)
        let hours = Int(length.components.seconds / 3600)
        guard hours >= 1, length == .hours(hours) else {
            throw Problem("\"\(word)\" is no drying time; a run takes whole hours, as 6h")
        }
        return hours
    }

    static func celsius(_ word: String) throws(Problem) -> Celsius {
        guard let number = Double(plain: word), let temperature = Celsius(untrusted: number),
            (-40.0...300).contains(number)
        else { throw Problem("\"\(word)\" is not a temperature; give degrees from -40 to 300") }
        return temperature
    }

    /// A time such as `90s`, `30min`, `1.5h` or `1h30min`.
    static func duration(_ word: String) throws(Problem) -> Duration {
        let problem = Problem("\"\(word)\" is not a time; write it as 30s, 5min, 2h or 1h30min")
        var rest = Substring(word)
        var milliseconds = 0.0
        repeat {
            let digits = number(at: &rest)
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            let scales = ["ms": 1.0, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000]
            guard let number = Double(plain: digits), let scale = scales[String(unit)] else {
                throw problem
            }
            milliseconds += number * scale
        } while !rest.isEmpty
        guard milliseconds <= 400 * 86_400_000 else {
            throw Problem("\"\(word)\" is too long; a scenario lasts 400 days at most")
        }
        return .milliseconds(Int64(milliseconds.rounded()))
    }

    /// Takes from the start of `rest` what may be a number, such as `1.5` or `1.07e4`.
    private static func number(at rest: inout Substring) -> String {
        func digits() -> Substring {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            return digits
        }
        var number = String(digits())
        if let exponent = rest.first, exponent == "e" || exponent == "E" {
            number.append(exponent)
            rest = rest.dropFirst()
            if let sign = rest.first, sign == "+" || sign == "-" {
                number.append(sign)
                rest = rest.dropFirst()
            }
            number += digits()
        }
        return number
    }

    private static func order(
        _ read: () throws(FaultOrder.Refusal) -> FaultOrder
    ) throws(Problem) -> FaultOrder {
        do throws(FaultOrder.Refusal) {
            return try read()
        } catch {
            throw Problem(error.message)
        }
    }

    static func expectCount(
        _ words: [String],
        _ count: Int,
        _ form: String
    ) throws(Problem) {
        guard words.count == count else {
            let found = words.isEmpty ? "nothing" : "\"\(words.joined(separator: " "))\""
            throw Problem("found \(found) after the action; write: \(form)")
        }
    }

    static func word(_ word: String, of allowed: [String]) throws(Problem) -> Int {
        guard let index = allowed.firstIndex(of: word) else { throw unknown(word, among: allowed) }
        return index
    }

    private static func unknown(_ word: String, among allowed: [String]) -> Problem {
        if let nearest = word.nearest(among: allowed) {
            return Problem("\"\(word)\" is unknown; did you mean \"\(nearest)\"?")
        }
        return Problem("\"\(word)\" is unknown; allowed: \(list(allowed))")
    }

    static func list(_ words: [String]) -> String {
        words.joined(separator: ", ")
    }
}
