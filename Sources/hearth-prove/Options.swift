/// The options of the command line.
struct Options: Sendable {
    /// A part of the proof.
    enum Part: String, CaseIterable, Sendable {
        case matrix
        /// Every fault at each level of knowledge about the heater, with and without an element probe.
        case survey
        case healthy
        /// The healthy list on other kinds of heaters.
        case heaters
        /// The serious faults and the healthy list on other boards.
        case variants
        /// What the rules still see after a calibration with a defect.
        case poisoned
        case regulation
        /// The figures that a run gives about heater and blower.
        case health
        case peers
        case properties
        /// The table of rules for the document. It proves nothing, so it runs only on request.
        case rules
        /// The table of late faults on boards without an element probe, also only on request.
        case late

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

        Parts: \(proofs.map(\.rawValue).joined(separator: ", ")); without any, all of them. "rules" prints
        the table of rules of docs/safety.md instead, "late" that of boards without an element probe.
        Each plant is drawn from its seed, S + 0 to S + N - 1; the same options give the same tables,
        whatever the number of threads. The exit status is 1 when a limit was missed.
        """

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
