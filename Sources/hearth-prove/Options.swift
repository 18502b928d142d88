/// The options of the command line.
struct Options: Sendable {
    /// A part of the proof.
    enum Part: String, CaseIterable, Sendable {
        case matrix, survey, healthy, heaters, variants, poisoned, regulation, health, peers
        case properties, rules, late

        /// Whether the part prints a table for a document instead of a proof.
        var isDocument: Bool {
            switch self {
            case .rules, .late: true
            case .matrix, .survey, .healthy, .heaters, .variants, .poisoned, .regulation, .health,
                .peers, .properties:
                false
            }
        }
    }

    /// The longest name of a part, and two spaces.
    private static let column = 12

    private static let proofs = Part.allCases.filter { !$0.isDocument }

    var parts: [Part] = []
    var plants = 200
    var seed: UInt64 = 1
    var threads = Workers.processors
    /// Steps of the property tests, 10 a second.
    var steps = 10_000_000

    /// The mistake in a command line.
    struct Problem: Error {
        let text: String
    }

    static let help = """
        Usage: hearth-prove [PART...] [--plants N] [--seed S] [--steps N] [--threads N]

        Without a part, all but the last two, which prove nothing:

        \(Part.allCases.map(line).joined(separator: "\n"))

        Each plant is drawn from its seed, S + 0 to S + N - 1; the same options give the same tables,
        whatever the number of threads. The exit status is 1 when a limit was missed.
        """

    private static func line(_ part: Part) -> String {
        let name = part.rawValue
        return "  " + name + String(repeating: " ", count: column - name.count) + part.meaning
    }

    init(_ arguments: [String]) throws(Problem) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if let part = Part(rawValue: word) {
                parts.append(part)
                continue
            }
            guard let value = rest.popFirst().flatMap({ UInt64($0) }) else {
                throw Problem(text: "\"\(word)\" is no part, or its number is missing")
            }
            switch word {
            case "--plants": plants = Int(min(max(value, 1), 1_000_000))
            case "--seed": seed = value
            case "--steps": steps = Int(min(max(value, 1), 100_000_000_000))
            case "--threads": threads = Int(min(max(value, 1), 256))
            default: throw Problem(text: "\"\(word)\" is unknown")
            }
        }
        if parts.isEmpty { parts = Self.proofs }
    }
}

extension Options.Part {
    /// The part in a few words, for the help page.
    fileprivate var meaning: String {
        switch self {
        case .matrix: "the faults that have a limit: when each latches, and as which one"
        case .survey:
            "every fault, subtle ones too: calibrated, heated once, never heated; "
                + "with an element probe and without"
        case .healthy: "runs in which nothing may latch, calibrated and not"
        case .heaters:
            "the same on PTC elements that draw more when cold or fade when warm, "
                + "two-mass elements and hot stones"
        case .variants:
            "serious faults and healthy runs with a slow relay, band regulation, no "
                + "blower, two chamber probes"
        case .poisoned:
            "what is still seen after a calibration with a defect, and what latches "
                + "after its repair"
        case .regulation: "overshoot, hold, a door, steps of the set point, and the foretold time"
        case .health: "what a run measures of heater and blower, beside the truth"
        case .peers: "other firmware's rules and regulation on the same chambers"
        case .properties: "invariants over random scenarios"
        case .rules: "the table of rules of docs/safety.md"
        case .late: "the table of boards without an element probe of docs/safety.md"
        }
    }
}
