import Boards
import Chamber
import Schema

extension ConverterSection {
    /// The converter of a board of this kind; `nil` where the section has a mistake.
    static func read(
        _ reader: inout SchemaReader,
        on kind: BoardDescription.Kind?
    ) -> ConverterDescription? {
        let before = reader.mistakes
        let type = reader.given(type, in: schema)
        let bus = reader.value(bus, in: schema)
        let address = reader.given(address, in: schema)
        _ = reader.given(device, in: schema)
        let bits = reader.value(bits, in: schema)
        let fullScale = reader.value(fullScale, in: schema)
        let supply = reader.value(supply, in: schema)
        let channel = reader.given(supplyChannel, in: schema)
        // The checks below depend on these values, so their messages would mislead after a mistake.
        guard reader.mistakes == before, let kind, let bus, let bits, let fullScale, let supply
        else { return nil }

        let source: ConverterDescription.Source?
        switch kind {
        case .simulated:
            refuse(
                [Self.type, Self.bus, Self.address, Self.device],
                "a simulated board has no real converter",
                allowed: "leave it out, or give kind: linux",
                &reader
            )
            source = .simulated
        case .linux:
            refuse([Self.bits], "a real converter has its own", &reader)
            switch type {
            case nil:
                _ = reader.needed(Self.type, in: schema)
                source = nil
            case .chip(let chip):
                refuse([Self.device], "this is for type iio and hwmon", &reader)
                source = place(of: chip, bus, address, &reader).map { .chip(chip, $0) }
            case .iio:
                source = self.device(channel, &reader).map { .iio(device: $0) }
            case .hwmon:
                source = self.device(channel, &reader).map { .hwmon(device: $0) }
            }
        }
        guard reader.mistakes == before, let source,
            let volts = fullScaleVolts(of: source, fullScale, supply, channel, &reader),
            let scale = scale(of: source, volts, bits)
        else { return nil }
        return ConverterDescription(
            source: source,
            fullScaleVolts: volts,
            scale: scale,
            supplyVolts: supply,
            supplyChannel: channel
        )
    }

    /// Records keys that belong to another kind of board or converter, for the reason `found`.
    private static func refuse(
        _ fields: [any AnyField],
        _ found: String,
        allowed: String = "leave it out",
        _ reader: inout SchemaReader
    ) {
        for field in fields {
            guard reader.has(field, in: schema) else { continue }
            reader.record(field, in: schema, found: found, allowed: allowed)
        }
    }

    /// The chip's bus and address; without an address, the first that the chip can have.
    private static func place(
        of chip: ConverterChip,
        _ bus: String,
        _ address: UInt8?,
        _ reader: inout SchemaReader
    ) -> BusPlace? {
        let address = address ?? chip.facts.addresses.lowerBound
        guard chip.facts.addresses.contains(address) else {
            let (first, last) = (chip.facts.addresses.lowerBound, chip.facts.addresses.upperBound)
            reader.record(
                Self.address,
                in: schema,
                found: "the \(chip.rawValue) cannot have the address \(address.hexadecimal)",
                allowed: "give \(first.hexadecimal) to \(last.hexadecimal)"
            )
            return nil
        }
        return BusPlace(bus, address: address)
    }

    /// The kernel's device, which requires a supply channel. The range of such a device is unknown, and
    /// a voltage above the range reads as its end: a missing probe could read as a cold one. A correct
    /// reading of the supply proves that the range is wide enough.
    private static func device(
        _ channel: Int?,
        _ reader: inout SchemaReader
    ) -> String? {
        refuse([bus, address, fullScale], "the kernel's driver knows this", &reader)
        if channel == nil { _ = reader.needed(supplyChannel, in: schema) }
        return reader.needed(Self.device, in: schema)
    }

    /// The voltage of the highest code, which must not be less than the dividers' supply.
    private static func fullScaleVolts(
        of source: ConverterDescription.Source,
        _ given: Double,
        _ supply: Double,
        _ channel: Int?,
        _ reader: inout SchemaReader
    ) -> Double? {
        let isGiven = reader.has(fullScale, in: schema)
        var volts = given
        var canRaise = true
        switch source {
        case .simulated: break
        case .iio, .hwmon: return supply
        case .chip(let chip, _):
            guard let chosen = range(of: chip, given, isGiven, supply, channel, &reader)
            else { return nil }
            volts = chosen
            if case .fixed(_, isChoice: false) = chip.facts.range { canRaise = false }
        }
        guard supply <= volts else {
            reader.record(
                Self.supply,
                in: schema,
                found: "\(supply.plain) V is more than the converter's \(volts.plain) V",
                allowed: canRaise
                    ? "raise full_scale_v, or supply the dividers with less"
                    : "supply the dividers with less"
            )
            return nil
        }
        return volts
    }

    /// The chip's range that the board file chooses, in volts.
    private static func range(
        of chip: ConverterChip,
        _ given: Double,
        _ isGiven: Bool,
        _ supply: Double,
        _ channel: Int?,
        _ reader: inout SchemaReader
    ) -> Double? {
        switch chip.facts.range {
        case .fixed(let ranges, let isChoice):
            // If the chip has a choice of ranges, the key's default is one of them.
            let volts = isGiven || isChoice ? given : ranges[0]
            if ranges.contains(volts) { return volts }
            let choice = "give \(ranges.map(\.plain).joinedWithOr)"
            recordRange(volts, isChoice ? choice : choice + ", or leave it out", &reader)
            return nil
        case .supply(let own):
            let volts = isGiven ? given : supply
            guard volts == supply || volts == own else {
                recordRange(volts, "give \(own.plain), or what supply_v says", &reader)
                return nil
            }
            guard channel != nil, volts != own else { return volts }
            reader.record(
                supplyChannel,
                in: schema,
                found: "the supply is the reference already",
                allowed: "leave it out"
            )
            return nil
        }
    }

    private static func recordRange(
        _ volts: Double,
        _ allowed: String,
        _ reader: inout SchemaReader
    ) {
        reader.record(
            fullScale,
            in: schema,
            found: "the converter has no range of \(volts.plain) V",
            allowed: allowed
        )
    }

    /// How the converter turns a voltage into a code.
    private static func scale(
        of source: ConverterDescription.Source,
        _ volts: Double,
        _ bits: Int
    ) -> ConverterScale? {
        switch source {
        case .simulated:
            let highest = Int32(1) << Int32(bits - 1)
            return ConverterScale(
                voltsPerCode: volts / Double(highest),
                codes: -highest...(highest - 1)
            )
        case .chip(let chip, _): return chip.facts.scale(volts)
        // Codes in millivolts, as hwmon's: the step of an IIO device is unknown before it is opened.
        case .iio, .hwmon:
            return ConverterScale(voltsPerCode: 1e-3, codes: 0...Int32(volts * 1_000))
        }
    }
}
