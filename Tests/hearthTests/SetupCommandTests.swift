import Boards
import Chamber
import CommandLine
import SwitchCore
import TestSupport
import Testing
import hearth

@Suite struct SetupCommandTests {
    private let root: TemporaryDirectory
    private let console = RecordedConsole()

    init() throws {
        root = try TemporaryDirectory(onDisk: true)
        try root.write("/proc/device-tree/model", "Raspberry Pi 3 Model B Rev 1.2\0")
        try root.write("/proc/device-tree/__overrides__/i2c_arm", "")
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
        #expect(board.contains("\nchip: pinctrl-bcm2835\n"))
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
        // The aquarium: thermistor, its resistor, power, line, level, blower, second relay, mains.
        let questions = ["", "", "", "", "", "", "", "60"]
        #expect(setup(answers: ["99", "1"] + questions + ["y", "n"]) != .refused)
        #expect(console.output.contains("Which board is it? Its pins, relays and probes"))
        #expect(try root.text("/etc/hearth/board.conf").contains("\nmains_hz: 60 "))
        #expect(console.output.contains("Give a number between 1 and 8."))
        #expect(try root.has("/etc/hearth/board.conf"))
        #expect(try root.text("/boot/firmware/config.txt") == "arm_64bit=1")
    }

    @Test func whoeverDoesNotAgreeChangesNothing() throws {
        let questions = [String](repeating: "", count: 8)
        #expect(setup("--board", "aquarium", answers: questions + ["n"]) == .refused)
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
