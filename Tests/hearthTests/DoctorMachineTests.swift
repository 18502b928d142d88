import CommandLine
import Dialects
import JSON
import TestSupport
import Testing
import hearth

/// The doctor's findings on a machine's files, and on a converter that the kernel shows as files.
@Suite struct DoctorMachineTests {
    private let machine: TemporaryDirectory
    private let console = RecordedConsole()

    init() throws {
        machine = try TemporaryDirectory(onDisk: true)
    }

    private func findings(_ words: String...) throws -> [String: JSONObject] {
        _ = Program(console: console.console()).run(["doctor", "--json"] + words)
        let answer = try #require(try JSONValue(parsing: Array(console.output.utf8)).object)
        guard case .array(let list) = answer["findings"] else { return [:] }
        var findings: [String: JSONObject] = [:]
        for finding in list.compactMap(\.object) {
            var name = finding["subject"]?.string ?? ""
            if name == "probe" {
                name = String(finding["text"]?.string?.prefix { $0 != ":" } ?? "")
            }
            findings[name] = finding
        }
        return findings
    }

    private func look() throws -> [String: JSONObject] {
        try findings(
            "--root",
            machine.path,
            "--board",
            Repository.path(of: "boards/raspberry-pi.conf")
        )
    }

    @Test func aWatchdogThatNobodyFeedsIsAWarning() throws {
        #expect(try look()["watchdog"]?["grade"]?.string == "warning")
    }

    @Test func aWatchdogThatIsFedIsWell() throws {
        try machine.write("/etc/systemd/system.conf", "[Manager]\n#RuntimeWatchdogSec=off\n")
        try machine.write(
            "/usr/share/hearth/watchdog.conf",
            "[Manager]\nRuntimeWatchdogSec=10\n"
        )
        #expect(try look()["watchdog"]?["grade"]?.string == "ok")
    }

    @Test func aSettingOfTheAdministratorWins() throws {
        try machine.write(
            "/usr/share/hearth/watchdog.conf",
            "[Manager]\nRuntimeWatchdogSec=10\n"
        )
        try machine.write("/etc/systemd/system.conf.d/60-hearth.conf", "")
        #expect(try look()["watchdog"]?["grade"]?.string == "warning")
    }

    @Test(arguments: ["1min", "20s", "off", "0"])
    func aWatchdogOfNoUseIsAWarning(setting: String) throws {
        try machine.write(
            "/etc/systemd/system.conf.d/a.conf",
            "[Manager]\nRuntimeWatchdogSec=\(setting)\n"
        )
        #expect(try look()["watchdog"]?["grade"]?.string == "warning")
    }

    @Test func aServiceThatIsNotThereOrNotEnabledIsAWarning() throws {
        #expect(try look()["unit"]?["grade"]?.string == "warning")
        try machine.write("/usr/lib/systemd/system/hearth.service", "")
        console.clear()
        #expect(
            try look()["unit"]?["advice"]?.string == "sudo systemctl enable --now hearth"
        )
    }

    @Test func aServiceThatRunsIsNamedWithItsProcess() throws {
        try machine.write("/usr/lib/systemd/system/hearth.service", "")
        try machine.write(
            "/etc/systemd/system/multi-user.target.wants/hearth.service",
            ""
        )
        try machine.write(
            "/sys/fs/cgroup/system.slice/hearth.service/cgroup.procs",
            "1234\n1240\n"
        )
        let unit = try look()["unit"]
        #expect(unit?["grade"]?.string == "ok")
        #expect(unit?["text"]?.string == "hearth.service runs, process 1234")
    }

    @Test(arguments: [
        ("4.19.0", "failed"), ("5.9.9", "failed"), ("5.10.0-8", "ok"), ("6.12", "ok"),
    ])
    func aKernelThatIsTooOldIsAFailure(release: String, grade: String) throws {
        try machine.write("/proc/sys/kernel/osrelease", release + "\n")
        #expect(try look()["kernel"]?["grade"]?.string == grade)
    }

    private static let parameter = "/sys/module/pinctrl_bcm2835/parameters/persist_gpio_outputs"

    @Test func linesThatStayOnAfterACrashAreAFailureWithTheOneLineToAdd() throws {
        try machine.write("/dev/gpiochip0", "")
        try machine.write(Self.parameter, "Y\n")
        let outputs = try look()["outputs"]
        #expect(outputs?["grade"]?.string == "failed")
        #expect(outputs?["advice"]?.string?.hasPrefix("add dtparam=strict_gpiod to ") == true)
    }

    @Test func linesThatGoOffAreWell() throws {
        try machine.write("/dev/gpiochip0", "")
        try machine.write(Self.parameter, "N\n")
        #expect(try look()["outputs"]?["grade"]?.string == "ok")
    }

    @Test func aComputerOfWhichThatIsNotKnownGetsAWarning() throws {
        try machine.write("/dev/gpiochip0", "")
        let found = try findings(
            "--root",
            machine.path,
            "--board",
            Repository.path(of: "boards/libre-potato.conf")
        )
        #expect(found["outputs"]?["grade"]?.string == "warning")
    }

    @Test func aChipThatIsNotThereIsAFailure() throws {
        let found = try findings(
            "--board",
            try board(),
            "--state",
            machine.path + "/state",
            "--listen",
            "127.0.0.1:0"
        )
        #expect(found["gpio"]?["grade"]?.string == "failed")
        #expect(found["gpio"]?["text"]?.string?.contains("pinctrl-of-nobody") == true)
    }

    /// A board whose converter is a folder of the kernel's industrial I/O: at 25 °C the thermistor
    /// has the resistance of its series resistor.
    private func board(chamberCode: Int = 13_200, supplyCode: Int = 26_400) throws -> String {
        for (channel, code) in [(0, chamberCode), (1, 13_200), (3, supplyCode)] {
            try machine.write("/iio/in_voltage\(channel)_raw", "\(code)\n")
        }
        try machine.write("/iio/in_voltage_scale", "0.125\n")
        let text = """
            [board]
            name: Files
            kind: linux
            [adc]
            type: iio
            device: \(machine.path)/iio
            supply_channel: 3
            [probe chamber]
            channel: 0
            beta: 25 33000, 3950
            series_ohms: 33000
            [probe element]
            channel: 1
            beta: 25 33000, 3950
            series_ohms: 33000
            [gpio]
            chip: pinctrl-of-nobody
            [heater]
            power_w: 300
            line: 17
            [fan]
            line: 27
            """
        try machine.write("/board.conf", text)
        return machine.path + "/board.conf"
    }

    @Test func converterSupplyAndProbesAreRead() throws {
        let found = try findings(
            "--board",
            try board(),
            "--state",
            machine.path + "/state",
            "--listen",
            "127.0.0.1:0"
        )
        #expect(found["converter"]?["grade"]?.string == "ok")
        #expect(
            found["supply"]?["text"]?.string == "3.300 V where the board file says 3.30 V"
        )
        #expect(found["chamber"]?["text"]?.string == "chamber: 25.0 °C")
        #expect(found["element"]?["grade"]?.string == "ok")
    }

    @Test func aProbeThatIsNotConnectedIsAFailure() throws {
        let found = try findings(
            "--board",
            try board(chamberCode: 26_400),
            "--state",
            machine.path + "/state",
            "--listen",
            "127.0.0.1:0"
        )
        #expect(found["chamber"]?["grade"]?.string == "failed")
        #expect(found["chamber"]?["text"]?.string == "chamber: open circuit")
        #expect(found["element"]?["grade"]?.string == "ok")
    }

    @Test func aSupplyThatIsOffIsAWarning() throws {
        let found = try findings(
            "--board",
            try board(chamberCode: 12_100, supplyCode: 24_200),
            "--state",
            machine.path + "/state",
            "--listen",
            "127.0.0.1:0"
        )
        #expect(found["supply"]?["grade"]?.string == "warning")
        #expect(found["chamber"]?["text"]?.string == "chamber: 25.0 °C")
    }

    @Test func aConverterThatIsNotThereIsAFailureWithAWayOut() throws {
        let found = try findings(
            "--board",
            Repository.path(of: "boards/raspberry-pi.conf"),
            "--state",
            machine.path + "/state",
            "--listen",
            "127.0.0.1:0"
        )
        #expect(found["converter"]?["grade"]?.string == "failed")
        #expect(found["converter"]?["advice"]?.string?.contains("dtparam=i2c_arm=on") == true)
    }
}
