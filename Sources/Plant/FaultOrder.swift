import Chamber

/// A command that adds or removes defects of a simulated chamber, in scenario files and at run time.
package enum FaultOrder: Equatable, Sendable {
    /// Adds a defect, or changes its size; `nil` is its standard size.
    case begin(PlantFault, amount: Double? = nil)
    case end(PlantFault)
    case endAll

    /// Why the text is not a valid order: what was found and what is allowed.
    package struct Refusal: Error, Equatable, Sendable {
        /// For people; begins in lower case.
        package let message: String
    }

    /// Parses `NAME`, `NAME NUMBER`, or `none`.
    package init(beginning words: [String]) throws(Refusal) {
        if words == ["none"] {
            self = .endAll
            return
        }
        guard let name = words.first else {
            throw Refusal(message: "no fault is named; allowed: \(Self.names), none")
        }
        let fault = try Self.fault(name)
        guard let allowed = fault.amount else {
            guard words.count == 1 else {
                throw Refusal(
                    message: "found \(words.behindTheFirst) after \"\(name)\", which takes no "
                        + "number; leave it out"
                )
            }
            self = .begin(fault)
            return
        }
        switch words.count {
        case 1: self = .begin(fault)
        case 2: self = .begin(fault, amount: try Self.amount(words[1], of: name, allowed))
        default:
            throw Refusal(
                message: "found \(words.behindTheFirst) after \"\(name)\"; give one number: "
                    + "\(allowed.words)"
            )
        }
    }

    /// Parses `NAME`, or `all`.
    package init(ending words: [String]) throws(Refusal) {
        guard let name = words.first else {
            throw Refusal(message: "no fault is named; name the one that ends, or all")
        }
        guard words.count == 1 else {
            throw Refusal(
                message: "found \(words.behindTheFirst) after \"\(name)\"; name one fault that "
                    + "ends, or all"
            )
        }
        self = name == "all" ? .endAll : .end(try Self.fault(name))
    }

    private static var names: String {
        PlantFault.allCases.map(\.name).joined(separator: ", ")
    }

    private static func fault(_ name: String) throws(Refusal) -> PlantFault {
        if let fault = PlantFault(name: name) { return fault }
        let meant = name.nearest(among: PlantFault.allCases.map(\.name))
        let question = meant.map { "did you mean \"\($0)\"? " } ?? ""
        throw Refusal(message: "\"\(name)\" is no fault; \(question)allowed: \(names)")
    }

    private static func amount(
        _ word: String,
        of name: String,
        _ allowed: PlantFault.Amount
    ) throws(Refusal) -> Double {
        guard let number = Double(plain: word), allowed.range.contains(number) else {
            throw Refusal(
                message: "\"\(word)\" is not what \"\(name)\" can be; give \(allowed.words)"
            )
        }
        return number
    }
}

extension [String] {
    /// Everything after the first word in quotation marks, for a message.
    fileprivate var behindTheFirst: String {
        "\"\(dropFirst().joined(separator: " "))\""
    }
}

extension PlantFault.Amount {
    /// The allowed sizes, as in "share of its power, from 0 to 1 (0.7 where it is left out)".
    package var words: String {
        "\(meaning), from \(range.lowerBound.plain) to \(range.upperBound.plain) "
            + "(\(standard.plain) where it is left out)"
    }
}

extension PlantFaults {
    /// Carries out one order.
    package mutating func carryOut(_ order: FaultOrder) {
        switch order {
        case .begin(let fault, let amount): begin(fault, amount)
        case .end(let fault): end(fault)
        case .endAll: self = PlantFaults()
        }
    }
}
