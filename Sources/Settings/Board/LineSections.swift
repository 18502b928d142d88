import Boards
import Chamber
import Inputs
package import Lines
package import Schema

/// `[gpio]`: the chip that all lines belong to.
enum GPIOSection {
    static let chip = Field<String>.text(
        "chip",
        longest: 64,
        meaning: "The GPIO chip by its label or device file: pinctrl-bcm2835 (Raspberry Pi 3 and "
            + "Zero), pinctrl-bcm2711 (4), pinctrl-rp1 (5); \"hearth doctor\" lists those present."
    )
    static let acceptsPersistentOutputs = Field<Bool>.flag(
        "accept_persistent_outputs",
        standard: false,
        meaning: "Heat also where the kernel leaves an output on after the program that set it "
            + "has died. Better: add dtparam=strict_gpiod to config.txt."
    )

    static let schema = SectionSchema(
        "gpio",
        isRequired: false,
        meaning: "The chip that all lines belong to; needed on a linux board.",
        fields: [chip, acceptsPersistentOutputs]
    )
}

/// The keys of sections that name a line.
package enum LineFields {
    static let line = field("line", "The line by its number on the chip, or by its name.")

    /// A key that names a line.
    package static func field(_ key: String, _ meaning: String) -> Field<LineReference> {
        Field<LineReference>(
            key: key,
            meaning: meaning,
            allowed: "a line's number or name; for instance: 17"
        ) { read($0) }.optional()
    }

    /// A line, or what is wrong with it: what people write who count pins, or who forget a space.
    static func read(_ text: String) -> Field<LineReference>.Finding {
        let lower = text.lowercased()
        if text.first == "-" { return .wrong("is no line: lines count from 0") }
        if let mark = text.firstIndex(of: "#"), text[..<mark].allSatisfy(\.isNumber) {
            return .wrong("has a comment without a space before it")
        }
        if lower.hasPrefix("pin"), lower.dropFirst(3).allSatisfy({ $0.isNumber || $0 == " " }) {
            return .wrong("is a pin of the header, which has another number than its line")
        }
        return LineReference(text).map { .value($0) } ?? .wrong("is no line")
    }

    static let isActiveLow = Field<Bool>.flag(
        "active_low",
        standard: false,
        meaning: "A low level switches it on."
    )
    static let idle = Field<IdleLevel>.word(
        "idle",
        IdleLevel.allCases.map { ($0.rawValue, $0) },
        meaning: "What the wiring does with the line without a program: pulled_down or pulled_up. "
            + "Needed where active_low is yes; pulled_down where it is no. That level must be off."
    ).optional()
}

/// A section of an output line with no other keys.
struct OutputSection {
    static let all = [
        OutputSection(
            "second_relay",
            .secondRelay,
            "A second relay in series with the first: it opens when the first can no longer be "
                + "trusted.",
            [LineFields.line, LineFields.isActiveLow, LineFields.idle]
        ),
        OutputSection(
            "led alive",
            .aliveLight,
            "A light: on while all is well, blinks with a fault."
        ),
        OutputSection("led mode", .modeLight, "A light: on while heating, blinks while drying."),
        OutputSection("buzzer", .buzzer, "A buzzer: it beeps while a fault is latched."),
    ]

    /// The parts that have a section in the file.
    static func extras(in reader: SchemaReader) -> Set<OutputPurpose> {
        Set(all.filter { reader.has($0.schema) }.map(\.purpose))
    }

    let schema: SectionSchema
    let purpose: OutputPurpose

    private init(
        _ name: String,
        _ purpose: OutputPurpose,
        _ meaning: String,
        _ fields: [any AnyField] = [LineFields.line, LineFields.isActiveLow]
    ) {
        self.purpose = purpose
        schema = SectionSchema(name, isRequired: false, meaning: meaning, fields: fields)
    }
}

/// `[button …]`: one button.
struct ButtonSection {
    /// Buttons are usually wired to ground: a pressed button reads low.
    static let isActiveLow = Field<Bool>.flag(
        "active_low",
        standard: true,
        meaning: "Pressed, it pulls the line low."
    )
    static let bias = Field<LineBias>.word(
        "bias",
        LineBias.allCases.map { ($0.rawValue, $0) },
        standard: LineBias.pullUp.rawValue,
        meaning: "What holds the line while the button is not pressed."
    )
    static let all = [
        ButtonSection(.power, "Off; held for 5 s: factory settings."),
        ButtonSection(.auto, "On, in mode auto."),
        ButtonSection(.on, "On, in mode always on; held for 5 s: clears a fault."),
        ButtonSection(.dry, "On, in mode drying."),
    ]

    let schema: SectionSchema
    let name: ButtonName

    private init(_ name: ButtonName, _ meaning: String) {
        self.name = name
        schema = SectionSchema(
            "button \(name.rawValue)",
            isRequired: false,
            meaning: meaning,
            fields: [LineFields.line, Self.isActiveLow, Self.bias]
        )
    }
}
