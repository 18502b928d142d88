import Boards
import Inputs
import Lines
import Schema

extension BoardLines {
    /// Reads every section that names a line; `nil` for a simulated board, or where a key is wrong.
    ///
    /// - Parameter isReal: the board is real hardware; `nil`: its kind is missing or wrong.
    static func read(
        _ reader: inout SchemaReader,
        isReal: Bool?,
        isFanFitted: Bool
    ) -> BoardLines? {
        guard let isReal else { return nil }
        guard isReal else {
            recordLinesOfComputedBoard(&reader)
            return nil
        }
        guard reader.has(GPIOSection.schema) else {
            reader.recordMissing(GPIOSection.schema)
            return nil
        }
        let chip = reader.value(GPIOSection.chip, in: GPIOSection.schema)
        let accepts = reader.value(
            GPIOSection.acceptsPersistentOutputs,
            in: GPIOSection.schema
        )
        var uses = LineUses()
        var outputs: [OutputLine] = []
        if var heater = output(.heater, in: HeaterSection.schema, &reader, &uses) {
            heater.readIdle(&reader, in: HeaterSection.schema)
            outputs.append(heater)
        }
        if let line = reader.given(HeaterSection.heartbeatLine, in: HeaterSection.schema) {
            uses.record(line, in: HeaterSection.schema, &reader)
            outputs.append(OutputLine(.heartbeat, line))
        }
        if isFanFitted, let fan = output(.fan, in: FanSection.schema, &reader, &uses) {
            outputs.append(fan)
        }
        for section in OutputSection.all where reader.has(section.schema) {
            if var line = output(section.purpose, in: section.schema, &reader, &uses) {
                if section.purpose == .secondRelay { line.readIdle(&reader, in: section.schema) }
                outputs.append(line)
            }
        }
        let buttons = ButtonSection.all.compactMap { button($0, &reader, &uses) }
        let contacts = ContactSection.all.compactMap { contact($0, &reader, &uses) }
        let tachometer = tachometer(&reader, &uses)
        guard let chip, let accepts else { return nil }
        return BoardLines(
            chip: chip,
            acceptsPersistentOutputs: accepts,
            outputs: outputs,
            buttons: buttons,
            contacts: contacts,
            tachometer: tachometer
        )
    }

    private static func output(
        _ purpose: OutputPurpose,
        in schema: SectionSchema,
        _ reader: inout SchemaReader,
        _ uses: inout LineUses
    ) -> OutputLine? {
        let isFan = schema.name == FanSection.schema.name
        let line = reader.needed(
            LineFields.line,
            in: schema,
            otherwise: isFan ? "; or say fitted: no" : ""
        )
        let isActiveLow = reader.value(LineFields.isActiveLow, in: schema)
        guard let line, let isActiveLow else { return nil }
        uses.record(line, in: schema, &reader)
        return OutputLine(purpose, line, isActiveLow: isActiveLow)
    }

    private static func button(
        _ section: ButtonSection,
        _ reader: inout SchemaReader,
        _ uses: inout LineUses
    ) -> ButtonLine? {
        guard reader.has(section.schema) else { return nil }
        let line = reader.needed(LineFields.line, in: section.schema)
        let isActiveLow = reader.value(ButtonSection.isActiveLow, in: section.schema)
        let bias = reader.value(ButtonSection.bias, in: section.schema)
        guard let line, let isActiveLow, let bias else { return nil }
        uses.record(line, in: section.schema, &reader)
        return ButtonLine(section.name, line, isActiveLow: isActiveLow, bias: bias)
    }

    private static func contact(
        _ section: ContactSection,
        _ reader: inout SchemaReader,
        _ uses: inout LineUses
    ) -> BoardContact? {
        guard reader.has(section.schema), let line = section.line(&reader) else { return nil }
        uses.record(line.line, in: section.schema, &reader)
        return BoardContact(section.name, line)
    }

    private static func tachometer(
        _ reader: inout SchemaReader,
        _ uses: inout LineUses
    ) -> LineReference? {
        let schema = TachometerSection.schema
        guard reader.has(schema), let line = reader.needed(LineFields.line, in: schema) else {
            return nil
        }
        uses.record(line, in: schema, &reader)
        return line
    }

    private static func recordLinesOfComputedBoard(_ reader: inout SchemaReader) {
        let schemas =
            [GPIOSection.schema, HeaterSection.schema, FanSection.schema]
            + OutputSection.all.map(\.schema) + ButtonSection.all.map(\.schema)
            + ContactSection.all.map(\.schema) + [TachometerSection.schema]
        for schema in schemas {
            let field: any AnyField =
                schema.name == GPIOSection.schema.name ? GPIOSection.chip : LineFields.line
            guard reader.has(field, in: schema) else { continue }
            reader.record(
                field,
                in: schema,
                found: "a simulated board has no lines",
                allowed: "leave it out, or give kind: linux"
            )
        }
    }

    /// The section that uses each line so far.
    private struct LineUses {
        private var takers: [LineReference: String] = [:]

        /// Records a second use of a line: both would set its level.
        mutating func record(
            _ line: LineReference,
            in schema: SectionSchema,
            _ reader: inout SchemaReader
        ) {
            guard let other = takers[line] else {
                takers[line] = schema.name
                return
            }
            reader.record(
                LineFields.line,
                in: schema,
                found: "line \(line) is taken by [\(other)]",
                allowed: "give each its own"
            )
        }
    }
}
