import Bench
import Lines
import Plant
import Schema
import SwitchCore
import Testing

/// A fixture's file: what it takes, and each mistake.
@Suite struct FixtureFileTests {
    private static let lines = """
        [fixture]
        kind: lines
        chip: gpio-sim
        element_open: 5
        ssr_welded: RELAY

        [witness]
        kind: line
        chip: gpio-sim
        line: 7
        active_low: yes
        delay_s: 0.5
        """

    private static func mistakes(of text: String) -> String {
        do throws(Mistakes) {
            _ = try FixtureFile(Array(text.utf8), name: "fixture.conf")
            return ""
        } catch {
            return error.description
        }
    }

    @Test func linesAndWitnessAreTaken() throws {
        let file = try FixtureFile(Array(Self.lines.utf8), name: "fixture.conf")
        #expect(file.kind == .lines)
        #expect(file.lines.map(\.fault) == [.elementOpen, .relayWelded])
        #expect(file.lines.map(\.line.description) == ["5", "RELAY"])
        let witness = try #require(file.witness)
        #expect(witness.kind == .line)
        #expect(witness.isActiveLow)
        #expect(witness.delay == .milliseconds(500))
    }

    private static let wrong: [(text: String, message: String)] = [
        ("", "[fixture]: this section is missing"),
        ("[fixture]\nkind: lins\n", "did you mean \"lines\"?"),
        ("[fixture]\nkind: lines\n", "[fixture] chip: this key is missing"),
        ("[fixture]\nkind: service\n", "[fixture] host: this key is missing"),
        (
            "[fixture]\nkind: lines\nchip: a\nelement_open: 5\nfan_stopped: 5\n",
            "[fixture] fan_stopped: line 5 makes element_open already"
        ),
        (
            "[fixture]\nkind: simulated\n[witness]\nkind: mqtt\n",
            "[witness] host: this key is missing"
        ),
        ("[fixture]\nkind: simulated\nelement_opn: 5\n", "element_open"),
        ("[fixture]\nkind: lines\nchip: a\nelement_open: -1\n", "lines count from 0"),
        ("[fixture]\nkind: lines\nchip: a\nelement_open: pin 15\n", "is a pin of the header"),
        (
            "[fixture]\nkind: simulated\n[witness]\nkind: line\nchip: a\nline: 22# relay\n",
            "a comment without a space"
        ),
    ]

    @Test(arguments: wrong.indices)
    func aMistakeIsNamed(row: Int) {
        let (text, message) = Self.wrong[row]
        #expect(Self.mistakes(of: text).contains(message), "\(Self.mistakes(of: text))")
    }
}
