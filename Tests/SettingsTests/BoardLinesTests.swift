import Boards
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
                OutputLine(.heater, .number(17)),
                OutputLine(.fan, .name("GPIO27"), isActiveLow: true),
                OutputLine(.secondRelay, .number(22)), OutputLine(.buzzer, .number(6)),
            ]
        )
        #expect(
            lines.buttons == [ButtonLine(.dry, .number(5), isActiveLow: false, bias: .none)]
        )
    }

    @Test func outputsThatPersistAreNotAcceptedUnlessTheFileSaysSo() throws {
        let board = try BoardFile.board(Array((Self.real + Self.gpio).utf8), name: "my.conf")
        #expect(board.lines?.acceptsPersistentOutputs == false)
    }

    @Test func aBoardWithoutABlowerNeedsNoLineForIt() throws {
        let text =
            Self.real.replacing("line: GPIO27\nactive_low: yes", with: "fitted: no") + Self.gpio
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        #expect(board.lines?.outputs == [OutputLine(.heater, .number(17))])
    }

    private static let mistakes: [(text: String, message: String)] = [
        (real, "my.conf: [gpio]: this section is missing; add it, with chip"),
        (
            real.replacing("line: 17\n", with: "") + gpio,
            "my.conf:8: [heater] line: this key is missing; give a line's number or name; "
                + "for instance: 17"
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
            BoardText.shortest + "\nline: 17",
            "my.conf:10: [heater] line: a simulated board has no lines; "
                + "leave it out, or give kind: linux"
        ),
    ]

    @Test(arguments: mistakes)
    func aMistakeIsNamedWithItsLine(text: String, message: String) {
        #expect(BoardText.mistakes(text) == message)
    }
}
