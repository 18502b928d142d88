import Boards
import Chamber
import Schema

/// `[adc]`: the converter that measures all probes.
enum ConverterSection {
    /// The values of the key `type`.
    enum Kind: Equatable {
        case chip(ConverterChip)
        case iio
        case hwmon
    }

    private static let kinds =
        ConverterChip.allCases.map { (word: $0.rawValue, value: Kind.chip($0)) }
        + [("iio", .iio), ("hwmon", .hwmon)]

    /// The first address of each chip, in words.
    private static var firstAddresses: String {
        ConverterChip.allCases
            .map { "\($0.facts.addresses.lowerBound.hexadecimal) of the \($0.rawValue)" }
            .joined(separator: ", ")
    }

    /// The sentences about the chips' ranges; some chips share one.
    private static var ranges: String {
        var sentences: [String] = []
        for chip in ConverterChip.allCases where !sentences.contains(chip.facts.rangeSentence) {
            sentences.append(chip.facts.rangeSentence)
        }
        return sentences.joined(separator: " ")
    }

    static let type = Field<Kind>.word(
        "type",
        kinds,
        meaning:
            "The converter: a chip that Hearth reads over I²C by itself, or iio or hwmon where "
            + "a driver of the kernel reads it. Needed on a board of kind linux, and only there."
    ).optional()
    /// Bus 1 is on the header of every Raspberry Pi.
    static let bus = Field<String>(
        key: "bus",
        meaning: "The I²C bus that the chip is on.",
        allowed: "a number or a path; for instance 1 or /dev/i2c-1",
        standard: ("/dev/i2c-1", "1")
    ) { text in
        if text.hasPrefix("/") { return .value(text) }
        guard let number = UInt16(text) else { return .wrong("is no bus") }
        return .value("/dev/i2c-\(number)")
    }
    static let address = Field<UInt8>(
        key: "address",
        meaning: "The chip's address, as \"i2cdetect\" shows it; left out, the first that it can "
            + "have: \(firstAddresses).",
        allowed: "0x and two digits; for instance 0x48"
    ) { text in
        guard text.hasPrefix("0x"), text.utf8.count == 4,
            let address = UInt8(text.dropFirst(2), radix: 16)
        else { return .wrong("is no address") }
        return .value(address)
    }.optional()
    static let device = Field<String>(
        key: "device",
        meaning: "Of type iio or hwmon: the folder that the kernel shows the converter in, or the "
            + "name that the file \"name\" in it says.",
        allowed: "a name or a path; for instance ads1015, or /sys/bus/iio/devices/iio:device0"
    ) { text in
        // The kernel's names have no slash.
        text.hasPrefix("/") || !text.contains("/") ? .value(text) : .wrong("is neither")
    }.optional()
    /// 16 bits with the sign, as in an ADS1115 (data sheet, section "Features").
    static let bits = Field<Double>.whole(
        "bits",
        "bits",
        10...24,
        standard: 16,
        meaning: "Width of a code, its sign included; of a simulated converter only."
    )
    /// ±4.096 V is the ADS1115's smallest range above 3.3 V (data sheet, table "Full-Scale Range").
    static let fullScale = Field<Double>.number(
        "full_scale_v",
        "volts",
        0.256...6.144,
        standard: 4.096,
        meaning: "Voltage of the highest code. \(ranges) The kernel knows that of iio and hwmon."
    )
    /// 3.3 V is the supply on a single-board computer's header.
    static let supply = Field<Double>.number(
        "supply_v",
        "volts",
        1.8...5.5,
        standard: 3.3,
        meaning: "Supply voltage of the dividers: no more than full_scale_v, and no more than what "
            + "the converter itself is fed with."
    )
    static let supplyChannel = Field<Double>.whole(
        "supply_channel",
        "numbers",
        0...7,
        meaning: "The input that measures the dividers' supply. With it a sagging supply changes "
            + "no reading; without it supply_v is taken for granted, and 1 % too little reads up "
            + "to 5 °C wrong. What is 15 % off supply_v is taken for a broken wire. Needed with iio "
            + "and hwmon, whose range only this proves wide enough."
    ).optional()

    static let schema = SectionSchema(
        "adc",
        isRequired: false,
        meaning: "The converter that measures all probes; left out on a simulated board, one like "
            + "an ADS1115 on 3.3 V.",
        fields: [type, bus, address, device, bits, fullScale, supply, supplyChannel]
    )
}
