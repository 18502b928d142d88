package import CommandLine
package import Plant

/// Something that a person beside the heater is asked to do.
package struct HandWork: Equatable, Sendable {
    /// How the readings show that it was done.
    package enum Sign: Equatable, Sendable {
        /// The chamber's probe reads no longer well, or does again.
        case chamber(isGood: Bool)
        /// The element's probe reads no longer well, or does again.
        case element(isGood: Bool)
        /// Both probes do.
        case anyProbe(isGood: Bool)
        /// No reading shows it: the person says so.
        case word
    }

    /// What to do, as a sentence.
    package let request: String
    let sign: Sign

    /// Whether the readings show that it was done.
    package func isShown(by state: BenchState) -> Bool {
        switch sign {
        case .chamber(let isGood): (state.chamber.condition == "good") == isGood
        case .element(let isGood): (state.element.condition == "good") == isGood
        case .anyProbe(let isGood): (state.chamber.condition == "good") == isGood
        case .word: false
        }
    }
}

/// Asks a person to make each fault.
package struct HandFaultMaker: FaultMaker {
    /// What was made and not undone.
    private var made: [PlantFault] = []

    package init() {}

    package var name: String { "a person" }

    package func reason(against order: FaultOrder) -> String? {
        guard case .begin(let fault, let amount) = order else { return nil }
        guard amount == nil else {
            return "no hand makes \(fault.name) of a given size"
        }
        guard Self.making(fault) == nil else { return nil }
        return fault == .relayWelded
            ? "nobody bridges a relay by hand while there is mains on it: a fixture can"
            : "\(fault.name) cannot be made by hand"
    }

    package mutating func carryOut(_ order: FaultOrder) throws(CommandFailure) -> HandWork? {
        switch order {
        case .begin(let fault, _):
            made.append(fault)
            return Self.making(fault)
        case .end(let fault):
            made.removeAll { $0 == fault }
            return Self.undoing([fault])
        case .endAll:
            defer { made = [] }
            return Self.undoing(made)
        }
    }

    package mutating func endAll() throws(CommandFailure) {}

    private static func making(_ fault: PlantFault) -> HandWork? {
        switch fault {
        case .chamberOpen:
            HandWork(request: "Pull the chamber probe's plug now.", sign: .chamber(isGood: false))
        case .elementOpen:
            HandWork(request: "Pull the element probe's plug now.", sign: .element(isGood: false))
        case .chamberShort:
            HandWork(
                request: "Bridge the two pins of the chamber probe's plug now.",
                sign: .chamber(isGood: false)
            )
        case .elementShort:
            HandWork(
                request: "Bridge the two pins of the element probe's plug now.",
                sign: .element(isGood: false)
            )
        case .converterGone:
            HandWork(
                request: "Pull the plug of the converter's bus now.",
                sign: .anyProbe(isGood: false)
            )
        case .heaterOpen:
            HandWork(
                request: "Pull the heater's own mains plug now, and leave the controller's in. "
                    + "Then press Enter.",
                sign: .word
            )
        case .fanStopped:
            HandWork(
                request: "Pull the blower's plug now. Then press Enter.",
                sign: .word
            )
        case _: nil
        }
    }

    private static func undoing(_ faults: [PlantFault]) -> HandWork? {
        let names = faults.map(\.name)
        guard let first = faults.first else { return nil }
        let request =
            "Undo what you did: put everything back as it was before \(names.joined(separator: ", "))."
        guard faults.count == 1 else {
            return HandWork(request: request, sign: .anyProbe(isGood: true))
        }
        switch first {
        case .chamberOpen, .chamberShort:
            return HandWork(
                request: "Put the chamber probe's plug back as it was.",
                sign: .chamber(isGood: true)
            )
        case .elementOpen, .elementShort:
            return HandWork(
                request: "Put the element probe's plug back as it was.",
                sign: .element(isGood: true)
            )
        case .converterGone:
            return HandWork(
                request: "Put the plug of the converter's bus back.",
                sign: .anyProbe(isGood: true)
            )
        case _:
            return HandWork(request: request + " Then press Enter.", sign: .word)
        }
    }
}
