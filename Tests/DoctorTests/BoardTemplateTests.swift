import Boards
import Chamber
import Doctor
import SwitchCore
import TestSupport
import Testing

@Suite struct BoardTemplateTests {
    static let names = [
        "aquarium", "libre-potato", "panda-breath-33k", "panda-breath-82k", "raspberry-pi",
        "raspberry-pi-5",
    ]

    @Test(arguments: names)
    func aBoardForHardwareSaysItsWiringPartsAndWhatItReliesOn(name: String) throws {
        let template = try BoardTemplate(Repository.path(of: "boards/\(name).conf"))
        #expect(template.board.kind == .linux)
        for heading in ["WIRING", "PARTS", "RELIES ON"] {
            #expect(template.notes.contains(heading))
        }
        let notes = template.notes.joined(separator: "\n")
        #expect(notes.contains("  pull-down   10 kΩ"))
        #expect(notes.contains("  cut-out     "))
        #expect(notes.contains("docs/wiring.md"))
        for line in template.notes { #expect(line.count <= 100, "\(line)") }
    }

    /// The 40-pin header of a Raspberry Pi: GPIO numbers by pin (the maker's own table).
    static let header = [
        3: 2, 5: 3, 7: 4, 8: 14, 10: 15, 11: 17, 12: 18, 13: 27, 15: 22, 16: 23, 18: 24, 19: 10,
        21: 9, 22: 25, 23: 11, 24: 8, 26: 7, 29: 5, 31: 6, 32: 12, 33: 13, 35: 19, 36: 16, 37: 26,
        38: 20, 40: 21,
    ]
    static let powerPins = [
        "3V3": [1, 17], "5V": [2, 4], "GND": [6, 9, 14, 20, 25, 30, 34, 39],
    ]

    static let namesOnPiHeaders = names.filter { $0 != "libre-potato" }

    @Test(arguments: namesOnPiHeaders)
    func everyPinOfTheHeaderIsWhatItIsCalled(name: String) throws {
        let template = try BoardTemplate(Repository.path(of: "boards/\(name).conf"))
        var pins = 0
        for line in template.notes {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 2, let pin = Int(words[0]), line.hasPrefix("  ") else { continue }
            if let power = Self.powerPins[words[1]] {
                #expect(power.contains(pin), "\(line)")
                pins += 1
            } else if words[1].hasPrefix("GPIO"), let number = Int(words[1].dropFirst(4)) {
                #expect(Self.header[pin] == number, "\(line)")
                pins += 1
            }
        }
        #expect(pins >= 7)
        // Lines with their pins behind them, those in comments too.
        for line in template.text.split(separator: "\n") {
            let parts = line.split(separator: "#").map(String.init)
            guard let comment = parts.last, comment.hasPrefix(" pin "), parts.count > 1,
                let pin = Int(comment.dropFirst(5)),
                let setting = parts.dropLast().last, setting.contains("line: "),
                let number = Int(setting.filter(\.isNumber))
            else { continue }
            #expect(Self.header[pin] == number, "\(line)")
            pins += 1
        }
        #expect(pins >= 8)
    }

    @Test func anAquariumIsHeldToWhatFishBear() throws {
        let board = try BoardTemplate(Repository.path(of: "boards/aquarium.conf")).board
        #expect(board.configuration.limits.highestTarget.degrees <= 34)
        #expect(board.configuration.limits.chamberTrip.degrees <= 40)
        #expect(board.configuration.chamberSecond != nil)
        #expect(!board.configuration.isFanFitted)
    }
}
