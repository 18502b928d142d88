import Chamber
import Schema
import SwitchCore

/// `[probe …]`: one thermistor and its divider.
struct ProbeSection {
    static let channel = Field<Double>.whole(
        "channel",
        "numbers",
        0...7,
        meaning: "The converter's input that the divider is on."
    )
    static let named = Field<Thermistor>.word(
        "thermistor",
        Thermistor.catalogue.map { ($0.name, $0.thermistor) },
        meaning: "The thermistor by its name. One of thermistor, beta, steinhart_hart is needed."
    )
    static let beta = Field<Thermistor>(
        key: "beta",
        meaning: "The thermistor by its resistance at one temperature, and its beta in kelvins: "
            + "\"25 100000, 3950\" is 100 kΩ at 25 °C. Good to a few degrees only.",
        allowed: "°C ohms, beta; for instance: 25 100000, 3950"
    ) { text in
        guard let numbers = text.numbers(in: [2, 1]), let point = numbers.point(0),
            let thermistor = Thermistor(beta: numbers[2], through: point)
        else { return .wrong("is no thermistor") }
        return .value(thermistor)
    }.optional()
    static let steinhartHart = Field<Thermistor>(
        key: "steinhart_hart",
        meaning: "The thermistor by its resistance at three temperatures, from its data sheet: "
            + "\"25 100000, 60 24700, 105 5700\".",
        allowed: "°C ohms, three times; for instance: 25 100000, 60 24700, 105 5700"
    ) { text in
        guard let numbers = text.numbers(in: [2, 2, 2]), let first = numbers.point(0),
            let second = numbers.point(2), let third = numbers.point(4),
            let thermistor = Thermistor(through: first, second, third)
        else { return .wrong("is no thermistor: it must have less ohms the hotter it is") }
        return .value(thermistor)
    }.optional()
    static let series = Field<Double>.number(
        "series_ohms",
        "ohms",
        1_000...1_000_000,
        meaning: "The resistor that makes the divider, in ohms; measure it, or take 0.1 %."
    ).map(Ohms.init)
    static let side = Field<Divider.Side>.word(
        "thermistor_side",
        [("low", .low), ("high", .high)],
        standard: "low",
        meaning:
            "low: the thermistor sits between input and ground; high: between supply and input."
    )
    /// The limit is ±5 °C: a probe that needs more is broken or in the wrong place (`docs/safety.md`).
    static let offset = Field<TemperatureDelta>.difference(
        "offset_c",
        -Ceilings.sensorOffset.kelvins...Ceilings.sensorOffset.kelvins,
        standard: .zero,
        isCeiling: true,
        meaning: "Added to what the probe reads."
    )
    /// The lowest is where the divider of a 100 kΩ thermistor comes close to a converter's own input
    /// resistance (6 MΩ, ADS1115 data sheet, section 7.5).
    static let coldest = Field<Celsius>.temperature(
        "coldest_c",
        -40...0,
        standard: ProbeConfiguration.coldest,
        meaning:
            "The coldest temperature that is believed. A divider that shows 5 °C less is a probe "
            + "that is broken off."
    )

    static let chamber = ProbeSection(
        "probe chamber",
        isRequired: true,
        meaning: "The probe in the chamber's air."
    )
    static let chamberSecond = ProbeSection(
        "probe chamber_second",
        isRequired: false,
        meaning: "A second probe in the same air: the two are watched against each other."
    )
    static let element = ProbeSection(
        "probe element",
        isRequired: false,
        meaning: "The probe on the heating element: without it several guards are blind."
    )

    let schema: SectionSchema

    private init(_ name: String, isRequired: Bool, meaning: String) {
        schema = SectionSchema(
            name,
            isRequired: isRequired,
            meaning: meaning,
            fields: [
                Self.channel, Self.named, Self.beta, Self.steinhartHart, Self.series, Self.side,
                Self.offset, Self.coldest,
            ]
        )
    }

    /// The probe and its input; `nil` where the section is missing or has a mistake.
    func read(_ reader: inout SchemaReader) -> (probe: ProbeConfiguration, channel: Int)? {
        guard reader.has(schema) else { return nil }
        let channel = reader.value(Self.channel, in: schema)
        let thermistor = thermistor(&reader)
        let series = reader.value(Self.series, in: schema)
        let side = reader.value(Self.side, in: schema)
        let offset = reader.value(Self.offset, in: schema)
        let coldest = reader.value(Self.coldest, in: schema)
        guard let channel, let thermistor, let series, let side, let offset, let coldest else {
            return nil
        }
        let probe = ProbeConfiguration(
            thermistor: thermistor,
            divider: Divider(series: series, thermistorSide: side),
            offset: offset,
            coldest: coldest
        )
        // The standard is a wish: a small series resistor sees the cold of no garage, and may.
        let needed = reader.has(Self.coldest, in: schema) ? coldest : Celsius(0)
        guard canMeasure(probe, from: needed, &reader) else { return nil }
        return (probe, channel)
    }

    /// Whether the divider distinguishes every relevant temperature from a short circuit and a missing
    /// thermistor: from `coldest` to 5 °C above the highest trip. Records a mistake if not.
    private func canMeasure(
        _ probe: ProbeConfiguration,
        from coldest: Celsius,
        _ reader: inout SchemaReader
    ) -> Bool {
        let series = probe.divider.series.value.plain
        for (temperature, allowed) in [
            (coldest, "give a larger series_ohms, or another thermistor"),
            (Ceilings.elementTrip + TemperatureDelta(5), "give a smaller series_ohms"),
        ] {
            let ratio = probe.divider.ratio(of: probe.thermistor.resistance(at: temperature))
            let fault: String
            switch probe.divider.finding(ratio: ratio) {
            case .resistance: continue
            case .shortCircuit: fault = "a short circuit"
            case .openCircuit: fault = "a missing probe"
            }
            reader.record(
                Self.series,
                in: schema,
                found: "with \(series) this thermistor looks like \(fault) "
                    + "at \(temperature.degrees.plain) °C",
                allowed: allowed
            )
            return false
        }
        return true
    }

    /// The thermistor, which the file must give in exactly one of three ways.
    private func thermistor(_ reader: inout SchemaReader) -> Thermistor? {
        let ways = [Self.named, Self.beta, Self.steinhartHart]
        let used = ways.filter { reader.has($0, in: schema) }
        let values = used.map { reader.given($0, in: schema) }
        switch used.count {
        case 0:
            reader.record(
                Self.named,
                in: schema,
                found: "this key is missing",
                allowed: "give \(Self.named.allowed), or describe it with beta or steinhart_hart"
            )
            return nil
        case 1:
            return values[0]
        case _:
            reader.record(
                used[1],
                in: schema,
                found: "\(used[0].key) has said already which thermistor it is",
                allowed: "keep one of \(used.map(\.key).joined(separator: ", "))"
            )
            return nil
        }
    }
}

extension String {
    /// The numbers of comma-separated groups; `counts` says how many numbers each group has. `nil` for
    /// any other text.
    fileprivate func numbers(in counts: [Int]) -> [Double]? {
        let groups = split(separator: ",", omittingEmptySubsequences: false)
        guard groups.count == counts.count else { return nil }
        var numbers: [Double] = []
        for (group, count) in zip(groups, counts) {
            let words = group.split(whereSeparator: \.isWhitespace)
            guard words.count == count else { return nil }
            for word in words {
                guard let number = Double(plain: String(word)) else { return nil }
                numbers.append(number)
            }
        }
        return numbers
    }
}

extension [Double] {
    /// The calibration point whose temperature is at `index`, followed by its resistance in ohms.
    fileprivate func point(_ index: Int) -> Thermistor.CalibrationPoint? {
        guard let temperature = Celsius(untrusted: self[index]), let ohms = Ohms(self[index + 1])
        else { return nil }
        return Thermistor.CalibrationPoint(temperature, ohms)
    }
}
