import Doctor
import TestSupport
import Testing

/// What set-up takes over from a printer's configuration, and what it says of the rest.
@Suite struct KlipperHeaterTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func heater(_ text: String, named name: String = "chamber") throws -> KlipperHeater {
        KlipperHeater(name, in: try KlipperFile(try folder.write("printer.cfg", text)))
    }

    private func changes(_ heater: KlipperHeater) -> [String] {
        heater.changes.map { "[\($0.section)] \($0.key): \($0.value)" }
    }

    @Test func aHeaterGivesItsThermistorAndItsHighestTarget() throws {
        let found = try heater(
            """
            [heater_generic chamber]
            heater_pin: PB1  # on the board
            sensor_type: Generic 3950
            sensor_pin: PC0
            pullup_resistor: 4700
            max_temp: 75
            """
        )
        #expect(
            changes(found) == [
                "[probe chamber] thermistor: generic-3950", "[limits] highest_target_c: 70",
            ]
        )
        #expect(found.notes.contains { $0.contains("PB1 is a pin of the printer's board") })
        #expect(found.notes.contains { $0.contains("70, the ceiling that is built in") })
        #expect(found.notes.contains { $0.contains("pullup_resistor: 4700") })
    }

    @Test func aLineOfThisComputerIsTakenWithItsLevel() throws {
        let found = try heater(
            "[heater_generic chamber]\nheater_pin: !rpi:gpio7\nsensor_type: ATC Semitec 104GT-2\n"
        )
        #expect(
            changes(found) == [
                "[probe chamber] thermistor: 104gt-2", "[heater] line: 7",
                "[heater] active_low: yes",
            ]
        )
    }

    private static let own: [(text: String, change: String?)] = [
        (
            "[thermistor mine]\ntemperature1: 25\nresistance1: 100000\nbeta: 4092\n",
            "[probe chamber] beta: 25 100000, 4092"
        ),
        (
            "[thermistor mine]\ntemperature1: 25\nresistance1: 100000\ntemperature2: 60\n"
                + "resistance2: 24700\ntemperature3: 105\nresistance3: 5700\n",
            "[probe chamber] steinhart_hart: 25 100000, 60 24700, 105 5700"
        ),
        ("[thermistor mine]\ntemperature1: 25\n", nil),
        ("[adc_temperature mine]\ntemperature1: 25\nvoltage1: 1.6\n", nil),
        (
            "[adc_temperature mine]\ntemperature1: 0\nresistance1: 330000\ntemperature2: 60\n"
                + "resistance2: 24700\ntemperature3: 105\nresistance3: 5700\n",
            "[probe chamber] steinhart_hart: 0 330000, 60 24700, 105 5700"
        ),
        ("", nil),
    ]

    @Test(arguments: own)
    func aThermistorOfOnesOwnIsTakenWhereItIsWhole(text: String, change: String?) throws {
        let found = try heater(text + "[heater_generic chamber]\nsensor_type: mine\n")
        #expect(changes(found) == (change.map { [$0] } ?? []))
        #expect(found.notes.count == 1)
    }

    @Test func aSensorThatIsNoThermistorIsNamed() throws {
        let found = try heater("[heater_generic chamber]\nsensor_type: MAX31865\n")
        #expect(found.changes.isEmpty)
        #expect(found.notes.first?.contains("is no thermistor") == true)
    }

    @Test func includesAreFollowedAndOneThatIsMissingIsTold() throws {
        try folder.write("parts/a.cfg", "[heater_generic chamber]\nsensor_type: Generic 3950\n")
        try folder.write("parts/b.cfg", "[include ../printer.cfg]\n[heater_generic dryer]\n")
        let path = try folder.write("printer.cfg", "[include parts/*.cfg]\n[include gone.cfg]\n")
        let file = try KlipperFile(path)
        #expect(KlipperHeater.heaters(in: file) == ["chamber", "dryer"])
        #expect(file.notes.count == 1)
        #expect(file.notes.first?.hasPrefix("[include gone.cfg] is left out") == true)
    }

    @Test func macrosAndSavedValuesDoNotDisturb() throws {
        let file = try KlipperFile(
            try folder.write(
                "printer.cfg",
                """
                [gcode_macro X]
                gcode:
                  {% set a = 1 %}
                  [not a head]
                [heater_bed]
                #*# [heater_generic Chamber heater]
                #*# control = pid
                """
            )
        )
        #expect(KlipperHeater.heaters(in: file) == ["Chamber heater"])
        #expect(file.section("heater_generic", "Chamber heater")?.settings["control"] == "pid")
    }

    @Test func aPrinterWithoutAChamberHeaterIsToldWhatItHas() throws {
        let file = try KlipperFile(try folder.write("printer.cfg", "[heater_bed]\n[extruder]\n"))
        #expect(
            KlipperHeater.missing(in: file)
                == "no [heater_generic NAME] is in it; [heater_bed], [extruder] heat the printer, "
                + "not the chamber"
        )
    }
}
