import Chamber
import Printers
import Schema
import Settings
import Surroundings
import SwitchCore
import Testing

/// The section `[printer]` of the service file.
@Suite struct ServiceFilePrinterTests {
    private func read(_ text: String) throws(Mistakes) -> PrinterSettings {
        try ServiceFile(Array("[printer]\n\(text)\n".utf8), name: "hearth.conf").printers
    }

    @Test func everythingIsOffUnlessItIsAskedFor() throws {
        let settings = try read("")
        #expect(settings == PrinterSettings(deviceID: ""))
        #expect(!settings.allowsCommands && !settings.pausesOnFault)
        #expect(settings.autoRule == .bed && settings.fileAuto == nil)
    }

    @Test func everyKeyIsTaken() throws {
        let settings = try read(
            "pause_on_fault: yes\nauto: filament\nfilaments: PETG 45, PA-CF 60\n"
                + "commands: yes\nbambu_ca: /etc/hearth/ca.pem\n"
                + "moonraker_ca: /etc/hearth/moonraker.pem\nhost_ca: /etc/hearth/host.pem"
        )
        #expect(settings.allowsCommands && settings.pausesOnFault)
        let own = [FilamentRule.Entry("PETG", Celsius(45)), .init("PA-CF", Celsius(60))]
        #expect(settings.autoRule == .filament(FilamentRule(own: own)))
        #expect(settings.bambuAuthorities == "/etc/hearth/ca.pem")
        #expect(settings.moonrakerAuthorities == "/etc/hearth/moonraker.pem")
        #expect(settings.hostAuthorities == "/etc/hearth/host.pem")
    }

    private static let rules: [(word: String, rule: PrinterSettings.AutoRule)] = [
        ("bed", .bed), ("bed_only", .bedOnly), ("target", .target),
        ("filament", .filament(FilamentRule())), ("print", .print(FilamentRule())),
    ]

    @Test(arguments: rules.indices)
    func everyRuleIsTaken(row: Int) throws {
        let (word, rule) = Self.rules[row]
        let settings = try read("auto: \(word)")
        #expect(settings.autoRule == rule)
        #expect(settings.fileAuto?.word == word)
    }

    @Test func aRuleThatIsChosenLaterKeepsTheFilamentsOfTheFile() throws {
        var settings = try read("filaments: PETG 45")
        settings.follow(.print)
        #expect(settings.autoRule == .print(FilamentRule(own: [.init("PETG", Celsius(45))])))
        settings.follow(.bed)
        #expect(settings.autoRule == .bed)
    }

    @Test func timesAndTheResumeAreTaken() throws {
        let settings = try read(
            "auto: print\nbed_idle: 45min\npause_hold: 2h\npause_target: 30\nresume_auto: yes"
        )
        #expect(settings.bedIdle == .minutes(45) && settings.pauseHold == .hours(2))
        #expect(settings.pauseTarget == Celsius(30) && settings.resumesAuto)
        let left = try read("auto: print")
        #expect(left.bedIdle == nil && left.pauseTarget == Celsius(40) && !left.resumesAuto)
    }

    @Test(
        arguments: [
            "bed_idle: 45", "bed_idle: 0min", "bed_idle: 4h", "bed_idle: long", "bed_idle: -5min",
            "pause_hold: 13h", "pause_target: 71", "resume_auto: on",
            "commands: on", "pause_on_fault: on", "auto: printer", "filaments: PETG",
            "filaments: PETG 71",
            "filaments: PETG 45,", "filaments: PETG -1", "bambu_ca: ca.pem",
            "moonraker_ca: ca.pem", "host_ca: ca.pem",
        ]
    )
    func aMistakeIsOne(line: String) {
        #expect(throws: Mistakes.self) { try read(line) }
    }
}
