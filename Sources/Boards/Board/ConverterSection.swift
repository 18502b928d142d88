import Chamber

/// `[adc]`: the converter that measures all probes.
enum ConverterSection {
    /// 16 bits with their sign, as an ADS1115's (data sheet, section "Features").
    static let bits = Field<Double>.whole(
        "bits",
        "bits",
        10...24,
        standard: 16,
        meaning: "Width of a code, its sign included."
    )
    /// ±4.096 V: the ADS1115's smallest range that holds 3.3 V (data sheet, table "Full-Scale Range").
    static let fullScale = Field<Double>.number(
        "full_scale_v",
        "volts",
        0.256...6.144,
        standard: 4.096,
        meaning: "Voltage of the highest code."
    )
    /// 3.3 V: what a single-board computer's header offers.
    static let supply = Field<Double>.number(
        "supply_v",
        "volts",
        1.8...5.5,
        standard: 3.3,
        meaning: "Voltage that the dividers hang on."
    )
    static let supplyChannel = Field<Double>.whole(
        "supply_channel",
        "numbers",
        0...7,
        meaning: "The input that measures the dividers' supply. With it a sagging supply changes "
            + "no reading; without it supply_v is taken for granted, and 1 % too little reads up "
            + "to 5 °C wrong."
    ).optional()

    static let schema = SectionSchema(
        "adc",
        isRequired: false,
        meaning: "The converter that measures all probes; left out, an ADS1115 on 3.3 V.",
        fields: [bits, fullScale, supply, supplyChannel]
    )

    static func read(_ reader: inout SchemaReader) -> ConverterDescription? {
        let bits = reader.value(bits, in: schema)
        let fullScale = reader.value(fullScale, in: schema)
        let supply = reader.value(supply, in: schema)
        let channel = reader.given(supplyChannel, in: schema)
        guard let bits, let fullScale, let supply else { return nil }
        guard supply <= fullScale else {
            reader.note(
                Self.supply,
                in: schema,
                found: "\(supply.plain) V is more than the converter's \(fullScale.plain) V",
                allowed: "raise full_scale_v, or hang the dividers on less"
            )
            return nil
        }
        let highest = Int32(1) << Int32(bits - 1)
        guard
            let scale = ConverterScale(
                voltsPerCode: fullScale / Double(highest),
                codes: -highest...(highest - 1)
            )
        else { return nil }
        return ConverterDescription(scale: scale, supplyVolts: supply, supplyChannel: channel)
    }
}
