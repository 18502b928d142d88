import Boards
import Schema
import Settings
import TestSupport
import Testing

@Suite struct BoardMistakeTests {
    /// What is put behind the shortest board (which ends in line 9, inside `[heater]`), and the
    /// mistake that is reported. Not in the macro's parentheses: Swift 6.0 does not survive
    /// interpolation there.
    private static let additions: [(text: String, message: String)] = [
        ("[heatr]", "my.conf:10: [heatr]: this section is unknown; did you mean [heater]?"),
        (
            "[xyzzy]",
            "my.conf:10: [xyzzy]: this section is unknown; known are [board], [adc], "
                + "[probe chamber], [probe chamber_second], [probe element], [gpio], [heater], [fan], "
                + "[tachometer], "
                + "[second_relay], [led alive], [led mode], [buzzer], [button power], [button auto], "
                + "[button on], [button dry], [input smoke], [input stop], [input cutout], [input door], "
                + "[limits], [guards], [regulation], [model], [plant]"
        ),
        (
            "min_on: 1",
            "my.conf:10: [heater] min_on: this key is unknown; did you mean \"min_on_s\"?"
        ),
        (
            "colour: red",
            "my.conf:10: [heater] colour: this key is unknown; known are power_w, line, "
                + "active_low, idle, min_on_s, min_off_s, rated_switchings, "
                + "heartbeat_line"
        ),
        (
            "min_on_s: 1s",
            "my.conf:10: [heater] min_on_s: \"1s\" is not a number (leave the unit to the key); "
                + "give seconds between 1 and 60"
        ),
        (
            "min_on_s: 1,5",
            "my.conf:10: [heater] min_on_s: \"1,5\" is not a number (write its point as \".\"); "
                + "give seconds between 1 and 60"
        ),
        (
            "min_on_s: 0.9",
            "my.conf:10: [heater] min_on_s: \"0.9\" is too low; give seconds between 1 and 60"
        ),
        (
            "min_on_s: 61",
            "my.conf:10: [heater] min_on_s: \"61\" is too high; give seconds between 1 and 60"
        ),
        (
            "[fan]\nfitted: maybe",
            "my.conf:11: [fan] fitted: \"maybe\" is unknown; give yes or no"
        ),
        (
            "[adc]\nbits: 12.5",
            "my.conf:11: [adc] bits: \"12.5\" is not whole; give whole bits between 10 and 24"
        ),
        (
            "[adc]\nsupply_v: 5",
            "my.conf:11: [adc] supply_v: 5 V is more than the converter's 4.096 V; raise "
                + "full_scale_v, or supply the dividers with less"
        ),
        (
            "[adc]\nsupply_channel: 0",
            "my.conf:5: [probe chamber] channel: input 0 is taken by [adc] supply_channel; "
                + "give each its own"
        ),
        (
            "[probe element]\nchannel: 0\nthermistor: 10k-b3950\nseries_ohms: 4700",
            "my.conf:11: [probe element] channel: input 0 is taken by [probe chamber]; "
                + "give each its own"
        ),
        (
            "[probe element]\nchannel: 1\nthermistor: generic3950\nseries_ohms: 4700",
            "my.conf:12: [probe element] thermistor: \"generic3950\" is unknown; "
                + "did you mean \"generic-3950\"?"
        ),
        (
            "[probe element]\nchannel: 1\nthermistor: pt1000\nseries_ohms: 8x2",
            "my.conf:12: [probe element] thermistor: \"pt1000\" is unknown; give panda-breath, "
                + "generic-3950, 104gt-2, 104nt-4-r025h42g, epcos-b57560g104f, "
                + "tdk-ntcg104lh104jt1, 10k-b3950 or 10k-b3435\n"
                + "my.conf:13: [probe element] series_ohms: \"8x2\" is not a number; "
                + "give ohms between 1000 and 1000000"
        ),
        (
            "[probe element]\nchannel: 1\nseries_ohms: 4700",
            "my.conf:10: [probe element] thermistor: this key is missing; give panda-breath, "
                + "generic-3950, 104gt-2, 104nt-4-r025h42g, epcos-b57560g104f, "
                + "tdk-ntcg104lh104jt1, 10k-b3950 or 10k-b3435, "
                + "or describe it with beta or steinhart_hart"
        ),
        (
            "[probe element]\nchannel: 1\nthermistor: 104gt-2\nbeta: 25 10000, 3950\n"
                + "series_ohms: 4700",
            "my.conf:13: [probe element] beta: thermistor has said already which thermistor it is; "
                + "keep one of thermistor, beta"
        ),
        (
            "[probe element]\nchannel: 1\nbeta: 25 10000\nseries_ohms: 4700",
            "my.conf:12: [probe element] beta: \"25 10000\" is no thermistor; "
                + "give °C ohms, beta; for instance: 25 100000, 3950"
        ),
        (
            "[probe element]\nchannel: 1\nsteinhart_hart: 25 1000, 60 5000, 105 90000\n"
                + "series_ohms: 4700",
            "my.conf:12: [probe element] steinhart_hart: \"25 1000, 60 5000, 105 90000\" is no "
                + "thermistor: it must have less ohms the hotter it is; give °C ohms, three times; "
                + "for instance: 25 100000, 60 24700, 105 5700"
        ),
        (
            "[probe element]\nchannel: 1\nthermistor: panda-breath\nseries_ohms: 3000\n"
                + "coldest_c: -40",
            "my.conf:13: [probe element] series_ohms: with 3000 this thermistor looks like a missing "
                + "probe at -40 °C; give a larger series_ohms, or another thermistor"
        ),
        (
            "[probe element]\nchannel: 1\nthermistor: 10k-b3950\nseries_ohms: 150000",
            "my.conf:13: [probe element] series_ohms: with 150000 this thermistor looks like a short "
                + "circuit at 110 °C; give a smaller series_ohms"
        ),
        (
            "[plant]\nptc_zero_above_c: 110",
            "my.conf:11: [plant] ptc_zero_above_c: the element would take no power before it takes "
                + "less than full power; give a higher ptc_zero_above_c, or a lower ptc_full_below_c"
        ),
        (
            "[plant]\nseed: -1",
            "my.conf:11: [plant] seed: \"-1\" is too low; give a whole number between 0 and 1000000000"
        ),
    ]

    @Test(arguments: additions)
    func aMistakeSaysWhereWhatAndWhatInstead(text: String, message: String) {
        #expect(BoardText.mistakes(BoardText.shortest + "\n" + text) == message)
    }

    private static let ceilings: [(key: String, ceiling: String, above: String, range: String)] = [
        ("highest_target_c", "70", "70.1", "°C between 20 and 70"),
        ("chamber_trip_c", "85", "85.1", "°C between 30 and 85"),
        ("element_trip_c", "105", "105.1", "°C between 50 and 105"),
        ("element_foldback_c", "104", "104.1", "°C between 45 and 104"),
        ("session_h", "12", "12.01", "hours between 0.25 and 12"),
        ("drying_h", "12", "13", "whole hours between 1 and 12"),
    ]

    @Test(arguments: ceilings)
    func noLimitGoesAboveItsCeiling(
        key: String,
        ceiling: String,
        above: String,
        range: String
    ) {
        #expect(BoardText.mistakes(BoardText.shortest + "\n[limits]\n\(key): \(ceiling)") == "")
        #expect(
            BoardText.mistakes(BoardText.shortest + "\n[limits]\n\(key): \(above)")
                == "my.conf:11: [limits] \(key): \"\(above)\" is above the ceiling, "
                + "which no board may raise; give \(range)"
        )
    }

    private static let offsets = ["5.01", "-5.01"]

    @Test(arguments: offsets)
    func noOffsetGoesBeyondFiveDegrees(offset: String) {
        let probe = "\n[probe element]\nchannel: 1\nthermistor: 104gt-2\nseries_ohms: 4700\n"
        #expect(BoardText.mistakes(BoardText.shortest + probe + "offset_c: 5") == "")
        #expect(BoardText.mistakes(BoardText.shortest + probe + "offset_c: -5") == "")
        #expect(
            BoardText.mistakes(BoardText.shortest + probe + "offset_c: \(offset)")
                .hasSuffix("give °C between -5 and 5")
        )
    }

    private static let disorders: [(text: String, message: String)] = [
        (
            "element_trip_c: 100",
            "my.conf:11: [limits] element_trip_c: 100 is not 1 °C above element_foldback_c "
                + "(102, its default); give at least 103, or change element_foldback_c"
        ),
        (
            "element_trip_c: 103\nelement_foldback_c: 103",
            "my.conf:12: [limits] element_foldback_c: 103 is not 1 °C below element_trip_c (103); "
                + "give at most 102, or change element_trip_c"
        ),
        (
            "element_resume_c: 102",
            "my.conf:11: [limits] element_resume_c: 102 is not 1 °C below element_foldback_c "
                + "(102, its default); give at most 101, or change element_foldback_c"
        ),
        (
            "chamber_trip_c: 62",
            "my.conf:11: [limits] chamber_trip_c: 62 is not 5 °C above highest_target_c "
                + "(60, its default); give at least 65, or change highest_target_c"
        ),
        (
            "element_resume_c: 62",
            "my.conf:11: [limits] element_resume_c: 62 is not 5 °C above highest_target_c "
                + "(60, its default); give at least 65, or change highest_target_c"
        ),
    ]

    @Test(arguments: disorders)
    func limitsThatDefeatEachOtherAreAMistake(text: String, message: String) {
        #expect(BoardText.mistakes(BoardText.shortest + "\n[limits]\n" + text) == message)
    }

    @Test func anEmptyFileMissesEverySectionThatIsNeeded() {
        #expect(
            BoardText.mistakes("") == """
                my.conf: [board]: this section is missing; add it, with name, kind
                my.conf: [probe chamber]: this section is missing; add it, with channel, \
                thermistor, series_ohms
                my.conf: [heater]: this section is missing; add it, with power_w
                """
        )
    }

    @Test func allMistakesOfFormAndContentComeAtOnce() {
        let text = """
            name: stray
            [board]
            kind: simulatd
            [probe chamber]
            channel: nine
            series_ohms: 10
            nonsense
            [fan]
            fitted: yes
            fitted: no
            [limits]
            highest_target_c: 90
            """
        #expect(
            BoardText.mistakes(text) == """
                my.conf:1: "name": stands before the first section; put it below its [section]
                my.conf:2: [board] name: this key is missing; give a text of at most 40 characters
                my.conf:3: [board] kind: "simulatd" is unknown; did you mean "simulated"?
                my.conf:4: [probe chamber] thermistor: this key is missing; give panda-breath, \
                generic-3950, 104gt-2, 104nt-4-r025h42g, epcos-b57560g104f, tdk-ntcg104lh104jt1, \
                10k-b3950 or 10k-b3435, or describe it with beta or steinhart_hart
                my.conf:5: [probe chamber] channel: "nine" is not a number; \
                give whole numbers between 0 and 7
                my.conf:6: [probe chamber] series_ohms: "10" is too low; \
                give ohms between 1000 and 1000000
                my.conf:7: "nonsense" is neither a section nor a setting; \
                write [section] or key: value
                my.conf:10: [fan] fitted: this key stands here for the second time; \
                keep one; the first is in line 9
                my.conf:12: [limits] highest_target_c: "90" is above the ceiling, \
                which no board may raise; give °C between 20 and 70
                my.conf: [heater]: this section is missing; add it, with power_w
                """
        )
    }

    private static let notNumbers = [
        "nan", "inf", "-inf", "1e", "e3", "1e3.5", "1e3e3", "0x10", "1e999", "--1", "1.", ".5",
        "1.2.3", "1 2", "+",
        "99999999999999999999999999", "١٢", "1_000", "-",
    ]

    @Test(arguments: notNumbers)
    func onlyPlainDecimalsAreNumbers(text: String) {
        let mistakes = BoardText.mistakes(BoardText.shortest + "\nmin_on_s: \(text)")
        #expect(mistakes.contains("\"\(text)\" is not a number"), "\(mistakes)")
    }

    @Test func aPlantsUnknownFaultIsAnsweredWithTheNearestAndTheList() {
        do throws(Mistakes) {
            _ = try BoardFile.plant(
                Array("[plant]\nfaults: sun 50, fan_week 0.5\n".utf8),
                name: "big.conf"
            )
            Issue.record("it was taken")
        } catch {
            let text = error.description
            #expect(
                text.hasPrefix("big.conf:2: [plant] faults: \"sun 50, fan_week 0.5\" has a mistake")
            )
            #expect(text.contains("did you mean \"fan_weak\"? allowed: heater_open, "))
        }
    }

    @Test func aPlantFileIsAPlantAlone() {
        #expect(throws: Mistakes.self) { try BoardFile.plant([], name: "p") }
        #expect(throws: Mistakes.self) {
            try BoardFile.plant(Array("[plant]\n[heater]\npower_w: 300\n".utf8), name: "p")
        }
    }
}
