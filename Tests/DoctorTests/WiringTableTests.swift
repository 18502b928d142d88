import Boards
import Doctor
import Settings
import TestSupport
import Testing

/// The wiring that is written for a board whose pins differ from its template's.
@Suite struct WiringTableTests {
    private func board(_ change: (inout BoardDraft) -> Void) throws -> BoardDescription {
        let bytes = try BoardText.shipped("boards/raspberry-pi.conf")
        var draft = BoardDraft(String(decoding: bytes, as: UTF8.self))
        change(&draft)
        return try BoardFile.board(Array(draft.text.utf8), name: "board.conf")
    }

    @Test func whatChangesInsideTheComputerOrTheChamberLeavesTheTable() throws {
        let template = try board { _ in }
        let other = try board {
            $0.set("chip", in: "gpio", to: "pinctrl-bcm2835")
            $0.set("power_w", in: "heater", to: "200")
        }
        #expect(WiringTable.isSame(template, other))
    }

    @Test func eachLineStandsWithItsPin() throws {
        let changed = try board {
            $0.set("line", in: "fan", to: "22")
            $0.set("line", in: "second_relay", to: "5")
            $0.set("thermistor", in: "probe chamber", to: "104gt-2")
            $0.set("address", in: "adc", to: "0x49")
        }
        #expect(!WiringTable.isSame(try board { _ in }, changed))
        let header = WiringTable(changed).header
        #expect(
            header.contains { $0.contains("11") && $0.contains("GPIO17") && $0.contains("base") }
        )
        #expect(
            header.contains { $0.contains("15") && $0.contains("GPIO22") && $0.contains("MOSFET") }
        )
        #expect(
            header.contains { $0.contains("29") && $0.contains("GPIO5 ") && $0.contains("second") }
        )
        #expect(
            header.contains {
                $0.contains("ADS1115 0") && $0.contains("chamber: 104gt-2 to GND; 33000 Ω")
            }
        )
        #expect(header.contains { $0.contains("ADDR on its supply: 0x49") })
        #expect(header.contains { $0.contains("pull-down   10 kΩ from GPIO5 to GND") })
        for line in header { #expect(line.count <= 100, "\(line)") }
    }

    @Test func aRelayThatALowLevelSwitchesIsPulledUp() throws {
        let changed = try board {
            $0.set("line", in: "heater", to: "7")
            $0.set("active_low", in: "heater", to: "yes")
            $0.set("idle", in: "heater", to: "pulled_up")
        }
        let header = WiringTable(changed).header
        #expect(
            header.contains { $0.contains("GPIO7 ") && $0.contains("10 kΩ to 3V3") }
        )
        #expect(header.contains { $0.contains("pull-up     10 kΩ from GPIO7 to 3V3") })
    }

    @Test func theFileStillHasNoMistakeBehindItsNewHeader() throws {
        let bytes = try BoardText.shipped("boards/raspberry-pi.conf")
        var draft = BoardDraft(String(decoding: bytes, as: UTF8.self))
        draft.replaceHeader(by: WiringTable(try board { _ in }).header)
        #expect(BoardText.mistakes(draft.text) == "")
        #expect(draft.text.contains("\n\n[board]\n"))
    }
}
