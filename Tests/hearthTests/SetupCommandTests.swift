import Boards
import Chamber
import SwitchCore
import Testing
import hearth
import TestSupport

@Suite struct SetupCommandTests {
    private let root: TemporaryDirectory
    private let console = RecordedConsole()

    init() throws {
        root = try TemporaryDirectory(onDisk: true)
        try root.write("/proc/device-tree/model", "Raspberry Pi 3 Model B Rev 1.2\0")
        try root.write("/boot/firmware/config.txt", "arm_64bit=1")
        try root.write("/usr/lib/systemd/system/hearth.service", "")
    }

    private func setup(_ words: String..., answers: [String] = []) -> ExitCode {
        Program(console: console.console(answers: answers)).run(
            ["setup", "--root", root.path] + words
        )
    }

    @Test func oneCommandPreparesAMachine() throws {
        #expect(setup("--board", "raspberry-pi", "--mains", "60", "--yes") == .done)
        let board = try root.text("/etc/hearth/board.conf")
        #expect(board.contains("\nchip: pinctrl-bcm2835 "))
        #expect(board.contains("\nmains_hz: 60 "))
        #expect(
            try root.text("/boot/firmware/config.txt").hasSuffix(
                "\ndtparam=i2c_arm=on\ndtparam=strict_gpiod\n"
            )
        )
        #expect(try root.text("/boot/firmware/config.txt.old") == "arm_64bit=1")
        #expect(try root.has("/etc/systemd/system/multi-user.target.wants/hearth.service"))
        #expect(console.output.contains("sudo reboot"))
    }

    @Test func theSecondTimeNothingIsWritten() throws {
        #expect(setup("--board", "raspberry-pi", "--yes") == .done)
        #expect(setup("--board", "raspberry-pi", "--yes") == .done)
        #expect(try !root.has("/etc/hearth/board.conf.old"))
        #expect(try !root.has("/boot/firmware/config.txt.old.2"))
    }

    @Test func aBoardFileThatIsThereIsKept() throws {
        try root.write("/etc/hearth/board.conf", "mine\n")
        #expect(setup("--board", "aquarium", "--yes") == .done)
        #expect(try root.text("/etc/hearth/board.conf.old") == "mine\n")
        try root.write("/etc/hearth/board.conf", "mine again\n")
        #expect(setup("--board", "aquarium", "--yes") == .done)
        #expect(try root.text("/etc/hearth/board.conf.old") == "mine\n")
        #expect(try root.text("/etc/hearth/board.conf.old.2") == "mine again\n")
    }

    @Test func whatItShowsIsWhatTheFileSays() throws {
        _ = setup("--board", "raspberry-pi-5", "--yes")
        let file = try Repository.text(of: "boards/raspberry-pi-5.conf")
        let lines = file.split(separator: "\n").prefix { $0.hasPrefix("# ") || $0 == "#" }
        #expect(lines.count > 40)
        for line in lines.map({ $0.dropFirst(2) }) { #expect(console.output.contains(line)) }
    }

    @Test func aPersonChoosesByNumberAndIsAskedBeforeEachChange() throws {
        #expect(setup(answers: ["99", "1", "y", "n"]) != .refused)
        #expect(console.output.contains("Which board is it?\n  1  "))
        #expect(console.output.contains("Give a number between 1 and 7."))
        #expect(try root.has("/etc/hearth/board.conf"))
        #expect(try root.text("/boot/firmware/config.txt") == "arm_64bit=1")
    }

    @Test func whoeverDoesNotAgreeChangesNothing() throws {
        #expect(setup("--board", "aquarium", answers: ["n"]) == .refused)
        #expect(try !root.has("/etc/hearth"))
        #expect(setup(answers: []) == .refused)
        #expect(console.errors.contains("give --board"))
    }

    @Test func anUnknownBoardIsAnsweredWithTheNearest() {
        #expect(setup("--board", "raspberry-py", "--yes") == .usage)
        #expect(console.errors.contains("(did you mean \"raspberry-pi\"?)"))
    }

    @Test func aComputerThatIsNoRaspberryPiHasNoConfigText() throws {
        #expect(setup("--board", "libre-potato", "--yes") == .done)
        #expect(try root.text("/boot/firmware/config.txt") == "arm_64bit=1")
    }

    @Test func aFileOfOnesOwnMayHaveMistakes() throws {
        try root.write("/mine.conf", "[board]\nname: x\n")
        #expect(setup("--board", root.path + "/mine.conf", "--yes") == .misconfigured)
        #expect(try !root.has("/etc/hearth/board.conf"))
    }
}

@Suite struct BootConfigurationTests {
    private func missing(_ text: String) -> [String] {
        BootConfiguration(text).missing.map(\.line)
    }

    private static let both = ["dtparam=i2c_arm=on", "dtparam=strict_gpiod"]

    @Test func anEmptyFileLacksBoth() {
        #expect(missing("") == Self.both)
        #expect(missing("# dtparam=i2c_arm=on\n#dtparam=strict_gpiod\n") == Self.both)
    }

    static let complete = [
        "dtparam=i2c_arm=on\ndtparam=strict_gpiod\n",
        "dtparam=i2c=on,strict_gpiod=on",
        "[pi4]\nx=1\n[all]\ndtparam=strict_gpiod,i2c_arm\r\n",
        "dtparam=i2c_arm=off\ndtparam = i2c_arm = on # yes\ndtparam=strict_gpiod",
    ]

    @Test(arguments: complete)
    func whatIsThereIsFound(text: String) {
        #expect(missing(text) == [])
    }

    @Test func aLineForAnotherModelDoesNotCount() {
        #expect(missing("[cm4]\ndtparam=i2c_arm=on\ndtparam=strict_gpiod\n") == Self.both)
    }

    @Test func theLastWordCounts() {
        let text = "dtparam=strict_gpiod\ndtparam=i2c_arm=on\ndtparam=i2c_arm=off\n"
        #expect(missing(text) == ["dtparam=i2c_arm=on"])
    }

    @Test(arguments: ["", "a=1", "a=1\n", "[cm4]\nb=2\n", "[cm4]\nb=2\n[all]\nc=3"])
    func whatIsAddedIsEnough(text: String) {
        let boot = BootConfiguration(text)
        let added = text + boot.addition(for: boot.missing)
        #expect(added.hasPrefix(text))
        #expect(missing(added) == [])
        #expect(BootConfiguration(added).addition(for: BootConfiguration(added).missing) == "")
    }
}

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

    @Test func aValueIsReplacedWhereItStandsAndNowhereElse() {
        let text = "[a]\nchip: x # c\n[gpio]\n# chip: no\nchip: old        # why\nchips: y\n"
        #expect(
            BoardTemplate.text(text, with: "chip", in: "gpio", as: "new")
                == "[a]\nchip: x # c\n[gpio]\n# chip: no\nchip: new"
                + String(repeating: " ", count: 28) + "# why\nchips: y\n"
        )
    }
}
