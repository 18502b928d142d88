import Lines
import SwitchCore
import Testing

@Suite struct SwitchArgumentsTests {
    private static let real: SwitchArguments = {
        var modulation = Modulation()
        modulation.mains = .hertz60
        modulation.shortestOn = .milliseconds(1_500)
        return SwitchArguments(
            .serve,
            chip: "pinctrl-bcm2711",
            outputs: [
                OutputLine(.heater, .number(17)),
                OutputLine(.fan, .name("FAN:1"), isActiveLow: true),
                OutputLine(.aliveLight, .number(0)),
                OutputLine(.heartbeat, .number(24)),
            ],
            modulation: modulation
        )
    }()

    @Test func theWordsSayWhatEachLineIsFor() {
        #expect(
            Self.real.words == [
                "--serve", "--chip", "pinctrl-bcm2711", "--mains-hz", "60", "--min-on-ms", "1500",
                "--min-off-ms", "1000", "--heater", "17:high", "--fan", "FAN:1:low",
                "--alive-light", "0:high", "--heartbeat", "24:high",
            ]
        )
    }

    @Test func theWordsAreReadAsTheyWereWritten() {
        #expect(SwitchArguments(Self.real.words) == Self.real)
        let simulated = SwitchArguments(
            .turnOff,
            chip: nil,
            outputs: [],
            modulation: Modulation(),
            isFanFitted: false
        )
        #expect(SwitchArguments(simulated.words) == simulated)
    }

    @Test func onlyASwitchThatServesIsToldTheVersionOfItsDaemon() {
        var arguments = Self.real
        arguments.version = "1.2.3"
        #expect(arguments.words.contains("1.2.3"))
        #expect(SwitchArguments(arguments.words) == arguments)
        arguments.task = .turnOff
        #expect(!arguments.words.contains("1.2.3"))
    }

    @Test(arguments: [
        ["--chip"], ["--heater", "17"], ["--heater", "17:up"], ["--heater", ":low"],
        ["--furnace", "17:low"], ["--mains-hz", "55"], ["--min-on-ms", "-1"],
        ["--min-off-ms", "60001"], ["serve"],
    ])
    func whatMakesNoSenseIsRefused(words: [String]) {
        #expect(SwitchArguments(words) == nil)
    }
}
