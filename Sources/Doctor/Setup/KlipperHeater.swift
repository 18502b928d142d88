import Chamber
import SwitchCore

/// What a printer's Klipper configuration says of its chamber heater, as far as a board file can take it.
package struct KlipperHeater: Sendable {
    /// Changes to the board file.
    package private(set) var changes: [(section: String, key: String, value: String)] = []
    /// What was taken and what was not, each in a sentence.
    package private(set) var notes: [String] = []

    /// The names that Klipper has for thermistors that Hearth knows by its own (Config_Reference.md, "Common
    /// thermistors").
    private static let names = [
        "generic 3950": "generic-3950",
        "ntc 100k beta 3950": "generic-3950",
        "atc semitec 104gt-2": "104gt-2",
        "atc semitec 104nt-4-r025h42g": "104nt-4-r025h42g",
        "epcos 100k b57560g104f": "epcos-b57560g104f",
        "tdk ntcg104lh104jt1": "tdk-ntcg104lh104jt1",
    ]
    /// Sensors that are no thermistors, by the beginning of their names.
    private static let others = [
        "pt1000", "pt100", "max", "ad8495", "ad595", "bme280", "htu21d", "lm75", "sht", "ds18b20",
        "rpi", "temperature_",
    ]

    /// The heaters that it may be, by their names; the first one whose name speaks of a chamber leads.
    package static func heaters(in file: KlipperFile) -> [String] {
        let names = file.sections("heater_generic").map(\.name)
        let leading = names.filter { $0.lowercased().contains("chamber") }
        return leading + names.filter { !leading.contains($0) }
    }

    /// Takes over the heater of this name.
    package init(_ name: String, in file: KlipperFile) {
        notes = file.notes
        guard let heater = file.section("heater_generic", name) else { return }
        adoptSensor(heater.settings["sensor_type"], of: heater.head, for: "probe chamber", file)
        adoptHighest(heater)
        adoptPin(heater)
        if let pull = heater.settings["pullup_resistor"] {
            note(
                "pullup_resistor: \(pull) of \(heater.head) is on the printer's board; the divider at Hearth's "
                    + "converter has a resistor of its own (series_ohms)"
            )
        }
        adoptElement(heater, file)
    }

    /// What stands where no heater is found.
    package static func missing(in file: KlipperFile) -> String {
        let found = ["heater_bed", "extruder"].filter { !file.sections($0).isEmpty }
        let rest =
            found.isEmpty
            ? "" : "; [\(found.joined(separator: "], ["))] heat the printer, not the chamber"
        return "no [heater_generic NAME] is in it\(rest)"
    }

    private mutating func note(_ sentence: String) { notes.append(sentence) }

    private mutating func change(_ section: String, _ key: String, _ value: String) {
        changes.append((section, key, value))
    }

    private mutating func adoptSensor(
        _ type: String?,
        of head: String,
        for section: String,
        _ file: KlipperFile
    ) {
        guard let type else {
            note("\(head) has no sensor_type, so its thermistor is not known")
            return
        }
        let word = type.lowercased()
        if let name = Self.names[word] {
            change(section, "thermistor", name)
            note("\(head) sensor_type: \(type) is thermistor: \(name) in [\(section)]")
        } else if let own = file.section("thermistor", type) {
            adoptOwn(own, for: section)
        } else if let table = file.section("adc_temperature", type) {
            adoptTable(table, for: section)
        } else if Self.others.contains(where: word.hasPrefix) {
            note(
                "\(head) sensor_type: \(type) is no thermistor, and Hearth reads thermistors alone: fit one, "
                    + "and choose it"
            )
        } else {
            note(
                "\(head) sensor_type: \(type) is not known to Hearth: choose its thermistor by its data sheet"
            )
        }
    }

    /// `[thermistor NAME]`: three points, or a point and a beta.
    private mutating func adoptOwn(_ own: KlipperFile.Section, for section: String) {
        func pair(_ number: Int) -> String? {
            guard let degrees = own.number("temperature\(number)"),
                let ohms = own.number("resistance\(number)")
            else { return nil }
            return "\(degrees.plain) \(ohms.plain)"
        }
        if let beta = own.number("beta"), let point = pair(1) {
            change(section, "beta", "\(point), \(beta.plain)")
        } else if let first = pair(1), let second = pair(2), let third = pair(3) {
            change(section, "steinhart_hart", "\(first), \(second), \(third)")
        } else {
            note("\(own.head) gives neither three points nor a point and a beta, so it is left out")
            return
        }
        note("\(own.head) is taken for [\(section)]")
    }

    /// `[adc_temperature NAME]`: three points of resistances; voltages belong to the printer's board.
    private mutating func adoptTable(_ table: KlipperFile.Section, for section: String) {
        let points = (1...20).compactMap { number -> String? in
            guard let degrees = table.number("temperature\(number)"),
                let ohms = table.number("resistance\(number)")
            else { return nil }
            return "\(degrees.plain) \(ohms.plain)"
        }
        guard points.count >= 3, let last = points.last else {
            note(
                "\(table.head) gives voltages of the printer's board, which say nothing here: choose the "
                    + "thermistor by its data sheet"
            )
            return
        }
        let middle = points[points.count / 2]
        change(section, "steinhart_hart", "\(points[0]), \(middle), \(last)")
        note("\(table.head) is taken for [\(section)], by its first, middle and last resistance")
    }

    private mutating func adoptHighest(_ heater: KlipperFile.Section) {
        guard let highest = heater.number("max_temp") else { return }
        let ceiling = Ceilings.target.degrees
        let taken = min(max(highest, 20), ceiling)
        change("limits", "highest_target_c", taken.plain)
        let held = taken < highest ? ", the ceiling that is built in" : ""
        note("\(heater.head) max_temp: \(highest.plain) is highest_target_c: \(taken.plain)\(held)")
    }

    private mutating func adoptPin(_ heater: KlipperFile.Section) {
        guard let pin = heater.settings["heater_pin"] else { return }
        let bare = pin.drop { "!^~ ".contains($0) }
        let isInverted = pin.contains("!")
        // Klipper's pins of the computer itself: "rpi:gpio17", "host:gpiochip0/gpio17".
        let parts = bare.split(separator: ":").map(String.init)
        if parts.count == 2, let digits = parts[1].split(separator: "/").last,
            digits.hasPrefix("gpio"),
            let number = UInt32(digits.dropFirst(4)), !parts[1].hasPrefix("gpiochip1")
        {
            change("heater", "line", String(number))
            change("heater", "active_low", isInverted ? "yes" : "no")
            // Klipper's "!" says nothing of a pull-up: the owner has to say so.
            if !isInverted { change("heater", "idle", "pulled_down") }
            note(
                "\(heater.head) heater_pin: \(pin) is line: \(number); take the section out of printer.cfg"
            )
        } else {
            note(
                "\(heater.head) heater_pin: \(pin) is a pin of the printer's board, which Hearth cannot drive: "
                    + "wire the relay to a line of this computer"
            )
        }
    }

    /// Another sensor with "element" or "heater" in its name watches the heating element.
    private mutating func adoptElement(_ heater: KlipperFile.Section, _ file: KlipperFile) {
        let sensors = file.sections("temperature_sensor") + file.sections("adc_temperature")
        let element = sensors.first { section in
            let name = section.name.lowercased()
            return name.contains("element") || name.contains("ptc")
        }
        guard let element else { return }
        adoptSensor(element.settings["sensor_type"], of: element.head, for: "probe element", file)
    }
}

extension KlipperFile.Section {
    /// A setting that is a number; `nil` where it is not there or anything else.
    fileprivate func number(_ key: String) -> Double? {
        settings[key].flatMap { Double(plain: $0) }
    }
}
