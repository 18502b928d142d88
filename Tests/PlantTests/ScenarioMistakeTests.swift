import Plant
import Testing

/// Every mistake in a scenario: where it stands, what was found, what is allowed.
@Suite struct ScenarioMistakeTests {
    private static let actions =
        "target, mode, dry, bed, door, contact, room, fault, clear, wish, calibrate, soak, expect, end"
    private static let wishNames = """
        clear_latch, power_on, power_off, start_drying, stop_drying, restore_factory_settings, \
        renew_lease, calibrate, stop_calibration, forget_calibration, skip_soak, heat, custom_drying, preset, \
        fan_threshold, heat_threshold, offset, panda_clients
        """
    private static let expectations =
        "expect fault <code> within <time>, expect no_fault, expect off within <time>, "
        + "expect fan on within <time>, or expect chamber|element below <degrees> within <time>"

    private static let faults = PlantFault.allCases.map(\.name).joined(separator: ", ")

    private static func mistakes(in text: String) -> [ScenarioError.Mistake] {
        do throws(ScenarioError) {
            _ = try Scenario(parsing: text)
            return []
        } catch {
            return error.mistakes
        }
    }

    private static let lines: [(words: String, message: String)] = [
        ("", "no action after the time; allowed: \(actions)"),
        ("taget 60", #""taget" is unknown; did you mean "target"?"#),
        ("Target 60", #""Target" is unknown; did you mean "target"?"#),
        ("frobnicate", #""frobnicate" is unknown; allowed: \#(actions)"#),
        ("target", "found nothing after the action; write: target <degrees>"),
        ("target 50 60", #"found "50 60" after the action; write: target <degrees>"#),
        ("target hot", #""hot" is not a temperature; give degrees from -40 to 300"#),
        ("target nan", #""nan" is not a temperature; give degrees from -40 to 300"#),
        ("target 1e999", #""1e999" is not a temperature; give degrees from -40 to 300"#),
        ("target 300.1", #""300.1" is not a temperature; give degrees from -40 to 300"#),
        ("room -40.1", #""-40.1" is not a temperature; give degrees from -40 to 300"#),
        ("mode", "found nothing after the action; write: mode on|auto|dry|off"),
        ("mode atuo", #""atuo" is unknown; did you mean "auto"?"#),
        ("mode heating", #""heating" is unknown; allowed: on, auto, dry, off"#),
        (
            "dry 55",
            #"found "55" after the action; write: dry <degrees> <hours>, as in: dry 55 6h"#
        ),
        ("dry 55 6", #""6" is not a time; write it as 30s, 5min, 2h or 1h30min"#),
        ("dry 55 30min", #""30min" is no drying time; a run takes whole hours, as 6h"#),
        ("dry 55 0h", #""0h" is no drying time; a run takes whole hours, as 6h"#),
        ("dry 55 1h30min", #""1h30min" is no drying time; a run takes whole hours, as 6h"#),
        (
            "bed 100",
            #"found "100" after the action; write: bed <degrees> printing|idle, or: bed off"#
        ),
        ("bed", "found nothing after the action; write: bed <degrees> printing|idle, or: bed off"),
        ("bed 100 printng", #""printng" is unknown; did you mean "printing"?"#),
        ("door ajar", #""ajar" is unknown; allowed: closed, open"#),
        (
            "fault heater_opn",
            #""heater_opn" is no fault; did you mean "heater_open"? allowed: \#(faults)"#
        ),
        ("fault gremlins", #""gremlins" is no fault; allowed: \#(faults)"#),
        ("clear gremlins", #""gremlins" is no fault; allowed: \#(faults)"#),
        ("fault", "no fault is named; allowed: \(faults), none"),
        (
            "fault heater_open 0.5",
            #"found "0.5" after "heater_open", which takes no number; leave it out"#
        ),
        (
            "fault fan_weak 50%",
            #""50%" is not what "fan_weak" can be; give share of the airflow that is left, "#
                + "from 0 to 1 (0.75 where it is left out)"
        ),
        (
            "fault fan_weak 1.5",
            #""1.5" is not what "fan_weak" can be; give share of the airflow that is left, "#
                + "from 0 to 1 (0.75 where it is left out)"
        ),
        (
            "fault chamber_drift -0.1 K",
            #"found "-0.1 K" after "chamber_drift"; give one number: K a minute, "#
                + "from -60 to 60 (-0.1 where it is left out)"
        ),
        ("clear", "no fault is named; name the one that ends, or all"),
        ("clear sun now", #"found "now" after "sun"; name one fault that ends, or all"#),
        ("wish", "write: wish <name>, of \(wishNames)"),
        ("wish heat", "found nothing after the action; write: wish heat <degrees> [lease <time>]"),
        ("wish heat 60 lease soon", timeMessage("soon")),
        ("wish offset element much", #""much" is not a correction; give degrees from -100 to 100"#),
        ("wish panda_clients -1", #""-1" is not a count; give a number from 0 to 1000"#),
        ("wish clear_latsh", #""clear_latsh" is unknown; did you mean "clear_latch"?"#),
        ("expect", "write: \(expectations)"),
        ("expect nofault", #""nofault" is unknown; did you mean "no_fault"?"#),
        (
            "expect no_fault ever",
            #"found "no_fault ever" after the action; write: expect no_fault"#
        ),
        ("expect fault clock", "write: \(expectations)"),
        ("expect fault clock in 5s", "write: \(expectations)"),
        ("expect fault clock within 5", timeMessage("5")),
        ("expect off", "write: \(expectations)"),
        ("expect off in 5s", "write: \(expectations)"),
        ("expect fan off within 5s", "write: \(expectations)"),
        ("expect element over 60 within 5s", "write: \(expectations)"),
        (
            "expect element below hot within 5s",
            #""hot" is not a temperature; give degrees from -40 to 300"#
        ),
        (
            "expect fault over_temprature within 5s",
            #""over_temprature" is unknown; did you mean "over_temperature"?"#
        ),
        (
            "expect fault safety.over_temprature within 5s",
            #""safety.over_temprature" is unknown; did you mean "safety.over_temperature"?"#
        ),
        ("end now", #"found "now" after the action; write: end"#),
    ]

    private static func timeMessage(_ word: String) -> String {
        "\"\(word)\" is not a time; write it as 30s, 5min, 2h or 1h30min"
    }

    @Test(arguments: lines.indices)
    func aMistakeNamesItsLineAndWhatIsAllowed(row: Int) {
        let (words, message) = Self.lines[row]
        let mistakes = Self.mistakes(in: "# A scenario.\n1s \(words)\n")
        #expect(mistakes.map(\.message) == [message])
        #expect(mistakes.map(\.line) == [2])
    }

    private static let times = [
        "5", "s", "-5s", "5x", "1e3", "1e3.5s", "1es", "1e999s", "1.2.3s", "1h30", "5 s", "٥s",
        "min5", "1h-5min", "+5s",
        ".s",
    ]

    @Test(arguments: times)
    func whatIsNoTimeIsSaidSo(word: String) {
        let mistakes = Self.mistakes(in: "\(word) end")
        let first = word.split(separator: " ").first.map(String.init) ?? ""
        #expect(mistakes.map(\.message) == [Self.timeMessage(first)])
    }

    @Test(arguments: ["401d", "99999999999h", "1e20d", String(repeating: "9", count: 20) + "d"])
    func aTimeThatIsTooLongIsSaidSo(word: String) {
        let message = "\"\(word)\" is too long; a scenario lasts 400 days at most"
        #expect(Self.mistakes(in: "\(word) end").map(\.message) == [message])
    }

    @Test func allMistakesAreToldAtOnce() {
        let mistakes = Self.mistakes(
            in: """
                0s taget 60
                1s mode on

                2s mode onn   # one n too many
                x end
                3s door open
                4s fault everything
                """
        )
        #expect(mistakes.map(\.line) == [1, 4, 5, 7])
    }

    @Test func linesStandInTheOrderOfTime() {
        let mistakes = Self.mistakes(in: "10s mode on\n5s target 50\n10s door open")
        #expect(mistakes.map(\.line) == [2])
        #expect(
            mistakes.first?.message
                == "5s is before the line above it; write the lines in order of time"
        )
    }

    @Test func nothingCanBeExpectedAfterTheEnd() {
        let text = "0s mode on\n10s end\n10s expect no_fault\n11s expect no_fault"
        let mistakes = Self.mistakes(in: text)
        #expect(mistakes.map(\.line) == [4])
        #expect(
            mistakes.first?.message
                == "11s is after the end in line 2; nothing happens there"
        )
    }

    @Test(arguments: ["", "\n\n", "# Nothing yet.\n"])
    func anEmptyScenarioIsAMistake(text: String) {
        let mistakes = Self.mistakes(in: text)
        #expect(mistakes.map(\.message) == ["there is no event in the file"])
        #expect(mistakes.map(\.line) == [1])
    }
}
