import Boards
import Chamber
import Inputs
import Schema

/// `[input …]`: one contact that stops heat.
struct ContactSection {
    /// The default is for a contact from the line to ground, with the chip's pull-up: an open contact
    /// or a cut wire reads high.
    static let bias = Field<LineBias>.word(
        "bias",
        LineBias.allCases.map { ($0.rawValue, $0) },
        standard: LineBias.pullUp.rawValue,
        meaning:
            "What gives the line its level while the contact is open; none: a resistor outside."
    )
    static let isOpenLow = Field<Bool>.flag(
        "open_low",
        standard: false,
        meaning: "The open contact leaves the line low: it goes to 3V3, and a resistor pulls down."
    )

    static let all = [
        ContactSection(
            .smoke,
            "The alarm contact of a smoke detector: opens with an alarm, and latches a fault."
        ),
        ContactSection(.stop, "An emergency stop: opens when pressed, and latches a fault."),
        ContactSection(
            .cutout,
            "The sense contact of the thermal cut-out: opens with it, and latches a fault."
        ),
        ContactSection(
            .door,
            "The door's contact: heat pauses while it is open, and goes on when it is closed."
        ),
    ]

    /// The contacts that have a section in the file.
    static func contacts(in reader: SchemaReader) -> ContactSet {
        ContactSet(all.filter { reader.has($0.schema) }.map(\.name))
    }

    let schema: SectionSchema
    let name: ContactName

    private init(_ name: ContactName, _ meaning: String) {
        self.name = name
        schema = SectionSchema(
            "input \(name.word)",
            isRequired: false,
            meaning: meaning + " Closed while all is well: a cut wire counts as open.",
            fields: [LineFields.line, Self.bias, Self.isOpenLow]
        )
    }

    /// The contact's wiring; `nil` where a key is missing or wrong.
    func line(_ reader: inout SchemaReader) -> ContactLine? {
        let line = reader.needed(LineFields.line, in: schema)
        let bias = reader.value(Self.bias, in: schema)
        let isOpenLow = reader.value(Self.isOpenLow, in: schema)
        guard let line, let bias, let isOpenLow else { return nil }
        if bias == (isOpenLow ? .pullUp : .pullDown) {
            let level = isOpenLow ? "high" : "low"
            reader.record(
                Self.bias,
                in: schema,
                found:
                    "with a cut wire this leaves the line \(level), which reads as a closed contact",
                allowed: isOpenLow
                    ? "give bias: pull_down, or open_low: no"
                    : "give bias: pull_up, or open_low: yes"
            )
            return nil
        }
        return ContactLine(line, isOpenLow: isOpenLow, bias: bias)
    }
}
