import Boards
import Chamber
import Inputs
import Lines
import Settings
import TestSupport
import Testing

/// `[gpio]` and the sections that name a line.
@Suite struct BoardLinesTests {
    /// A real board without mistakes but for `[gpio]`: 15 lines.
    private static let real = """
        [board]
        name: Test
        kind: linux
        [probe chamber]
        channel: 0
        thermistor: generic-3950
        series_ohms: 10000
        [heater]
        power_w: 300
        line: 17
        [fan]
        line: GPIO27
        active_low: yes
        [adc]
        type: ads1115
        """
    private static let gpio = "\n[gpio]\nchip: pinctrl-bcm2711\n"

    @Test func everyLineIsRead() throws {
        let text =
            Self.real + Self.gpio + """
                accept_persistent_outputs: yes
                [second_relay]
                line: 22
                [button dry]
                line: 5
                active_low: no
                bias: none
                [buzzer]
                line: 6
                """
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        let lines = try #require(board.lines)
        #expect(lines.chip == "pinctrl-bcm2711")
        #expect(lines.acceptsPersistentOutputs)
        #expect(
            lines.outputs == [
                OutputLine(.heater, .number(17), idle: .pulledDown),
                OutputLine(.fan, .name("GPIO27"), isActiveLow: true),
                OutputLine(.secondRelay, .number(22), idle: .pulledDown),
                OutputLine(.buzzer, .number(6)),
            ]
        )
        #expect(
            lines.buttons == [ButtonLine(.dry, .number(5), isActiveLow: false, bias: .none)]
        )
    }

    @Test func theHeartbeatHasALineOfItsOwn() throws {
        let heater = "[heater]\nheartbeat_line: 24"
        let text = (Self.real + Self.gpio).replacing("[heater]", with: heater)
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        #expect(board.lines?.outputs.contains(OutputLine(.heartbeat, .number(24))) == true)
    }

    @Test func outputsThatPersistAreNotAcceptedUnlessTheFileSaysSo() throws {
        let board = try BoardFile.board(Array((Self.real + Self.gpio).utf8), name: "my.conf")
        #expect(board.lines?.acceptsPersistentOutputs == false)
    }

    @Test func aBoardWithoutABlowerNeedsNoLineForIt() throws {
        let text =
            Self.real.replacing("line: GPIO27\nactive_low: yes", with: "fitted: no") + Self.gpio
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        #expect(board.lines?.outputs == [OutputLine(.heater, .number(17), idle: .pulledDown)])
    }

    @Test func theContactsAreRead() throws {
        let text =
            Self.real + Self.gpio + """
                [input door]
                line: 21
                [input smoke]
                line: GPIO19
                bias: none
                [input cutout]
                line: 20
                bias: pull_down
                open_low: yes
                """
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        #expect(
            board.lines?.contacts == [
                BoardContact(.smoke, ContactLine(.name("GPIO19"), bias: .none)),
                BoardContact(.cutout, ContactLine(.number(20), isOpenLow: true, bias: .pullDown)),
                BoardContact(.door, ContactLine(.number(21))),
            ]
        )
        #expect(board.configuration.contacts == ContactSet([.door, .smoke, .cutout]))
    }

    @Test func theTachometerIsRead() throws {
        let text =
            Self.real + Self.gpio + """
                [tachometer]
                line: 24
                pulses_per_turn: 4
                rated_rpm: 5.2e3
                """
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        #expect(board.lines?.tachometer == .number(24))
        #expect(
            board.configuration.tachometer
                == Tachometer(pulsesPerTurn: 4, ratedTurnsPerMinute: 5_200)
        )
        let taken = BoardText.mistakes(Self.real + Self.gpio + "[tachometer]\nline: 17")
        #expect(taken.contains("line 17 is taken by [heater]"))
    }

    @Test func aTachometerBelongsToABlower() throws {
        let text = BoardText.shortest + "\n[tachometer]\n"
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        #expect(board.configuration.tachometer == Tachometer(pulsesPerTurn: 2))
        #expect(
            BoardText.mistakes(text + "[fan]\nfitted: no\n")
                .contains("a board without a blower has no tachometer")
        )
        #expect(
            BoardText.mistakes(text + "line: 3").contains("a simulated board has no lines")
        )
    }

    @Test(arguments: ContactName.allCases)
    func aComputedBoardHasContactsWithoutLines(_ contact: ContactName) throws {
        let text = BoardText.shortest + "\n[input \(contact.word)]\n"
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        #expect(board.configuration.contacts == ContactSet([contact]))
        #expect(
            BoardText.mistakes(text + "line: 3").contains("a simulated board has no lines")
        )
    }

    @Test(arguments: ContactName.allCases)
    func aContactWhoseCutWireReadsAsClosedIsRefused(_ contact: ContactName) {
        for (keys, way) in [
            ("bias: pull_down", "give bias: pull_up, or open_low: yes"),
            ("open_low: yes", "give bias: pull_down, or open_low: no"),
        ] {
            let section = "[input \(contact.word)]\nline: 3\n\(keys)"
            let said = BoardText.mistakes(Self.real + Self.gpio + section)
            #expect(said.contains("[input \(contact.word)] bias: with a cut wire"), "\(said)")
            #expect(said.contains(way), "\(said)")
        }
    }

    @Test(arguments: ContactName.allCases)
    func aContactNeedsALineOfItsOwn(_ contact: ContactName) {
        let section = "[input \(contact.word)]\n"
        #expect(
            BoardText.mistakes(Self.real + Self.gpio + section)
                .contains("[input \(contact.word)] line: this key is missing")
        )
        #expect(
            BoardText.mistakes(Self.real + Self.gpio + section + "line: 17")
                .contains("[input \(contact.word)] line: line 17 is taken by [heater]")
        )
    }

    /// Both relays that the heater's power goes through.
    private static let relays: [(purpose: OutputPurpose, text: String)] = [
        (.heater, real.replacing("line: 17", with: "line: 17\nKEYS") + gpio),
        (.secondRelay, real + gpio + "[second_relay]\nline: 22\nKEYS"),
    ]

    private static func mistakes(of relay: String, _ keys: String...) -> String {
        BoardText.mistakes(relay.replacing("KEYS", with: keys.joined(separator: "\n")))
    }

    @Test(arguments: relays)
    func aRelayMayIdleAtTheLevelThatOpensIt(_ purpose: OutputPurpose, _ text: String) throws {
        for (keys, idle) in [
            ("active_low: no", IdleLevel.pulledDown),
            ("active_low: no\nidle: pulled_down", .pulledDown),
            ("active_low: yes\nidle: pulled_up", .pulledUp),
        ] {
            let file = text.replacing("KEYS", with: keys)
            let board = try BoardFile.board(Array(file.utf8), name: "my.conf")
            let line = try #require(board.lines?.outputs.first { $0.purpose == purpose })
            #expect(line.idle == idle)
            #expect(!line.isOn(at: idle))
        }
    }

    @Test(arguments: relays)
    func aRelayThatIdlesClosedIsRefusedWithTheWaysOut(
        _ purpose: OutputPurpose,
        _ text: String
    ) {
        for keys in [
            ["active_low: yes", "idle: pulled_down"], ["active_low: no", "idle: pulled_up"],
        ] {
            let said = Self.mistakes(of: text, keys[0], keys[1])
            #expect(said.contains("idle: a "), "\(keys)")
            #expect(said.contains("while the computer boots and after a crash"), "\(keys)")
            #expect(said.contains("invert it with a transistor"), "\(keys)")
            #expect(!said.contains("\n"), "one mistake: \(said)")
        }
    }

    @Test(arguments: relays)
    func anActiveLowRelayHasToSayHowItIdles(_ purpose: OutputPurpose, _ text: String) {
        let said = Self.mistakes(of: text, "active_low: yes")
        #expect(said.contains("idle: this key is missing: a low level "))
        #expect(said.contains("give idle: pulled_up"))
    }

    @Test(arguments: [
        "boards/raspberry-pi.conf", "boards/raspberry-pi-5.conf",
        "boards/panda-breath-33k.conf", "boards/panda-breath-82k.conf", "boards/aquarium.conf",
        "boards/libre-potato.conf", "boards/practice-kit.conf", "lab/board.conf",
    ])
    func everyShippedBoardSaysThatItsHeaterIdlesOff(_ path: String) throws {
        let bytes = try BoardText.shipped(path)
        #expect(String(decoding: bytes, as: UTF8.self).contains("\nidle: pulled_down"))
        let board = try BoardFile.board(bytes, name: path)
        let heater = try #require(board.lines?.outputs.first { $0.purpose == .heater })
        #expect(heater.idle.map { heater.isOn(at: $0) } == false)
    }

    private static let mistakes: [(text: String, message: String)] = [
        (real, "my.conf: [gpio]: this section is missing; add it, with chip"),
        (
            real.replacing("line: 17\n", with: "") + gpio,
            "my.conf:8: [heater] line: this key is missing; give a line's number or name; "
                + "for instance: 17"
        ),
        (
            real.replacing("line: GPIO27", with: "") + gpio,
            "my.conf:11: [fan] line: this key is missing; give a line's number or name; "
                + "for instance: 17; or say fitted: no"
        ),
        (
            real.replacing("GPIO27", with: "17") + gpio,
            "my.conf:12: [fan] line: line 17 is taken by [heater]; give each its own"
        ),
        (
            real.replacing("GPIO27", with: "4096") + gpio,
            "my.conf:12: [fan] line: \"4096\" is no line; give a line's number or name; "
                + "for instance: 17"
        ),
        (
            real.replacing("GPIO27", with: "22# blower") + gpio,
            "my.conf:12: [fan] line: \"22# blower\" has a comment without a space before it; "
                + "give a line's number or name; for instance: 17"
        ),
        (
            real.replacing("GPIO27", with: "-1") + gpio,
            "my.conf:12: [fan] line: \"-1\" is no line: lines count from 0; "
                + "give a line's number or name; for instance: 17"
        ),
        (
            real.replacing("GPIO27", with: "pin 15") + gpio,
            "my.conf:12: [fan] line: \"pin 15\" is a pin of the header, which has another number "
                + "than its line; give a line's number or name; for instance: 17"
        ),
        (
            BoardText.shortest + "\nline: 17",
            "my.conf:10: [heater] line: a simulated board has no lines; "
                + "leave it out, or give kind: linux"
        ),
    ]

    @Test(arguments: mistakes)
    func aMistakeIsNamedWithItsLine(text: String, message: String) {
        #expect(BoardText.mistakes(text) == message)
    }

    /// At a desk, a program can try what it does with them.
    @Test func aSimulatedBoardHasTheExtrasThatItsFileNames() throws {
        let text = BoardText.shortest + "\n[buzzer]\n[led mode]\n[button dry]\n[button power]\n"
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        #expect(board.extras == [.buzzer, .modeLight])
        #expect(board.buttons == [.power, .dry])
        #expect(board.lines == nil)
        let plain = try BoardFile.board(Array(BoardText.shortest.utf8), name: "my.conf")
        #expect(plain.extras == [])
        #expect(plain.buttons == [])
    }
}
