import Chamber
import Printers
import Schema
import Settings
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
        #expect(settings.autoRule == .bed)
    }

    @Test func everyKeyIsTaken() throws {
        let settings = try read(
            "pause_on_fault: yes\nauto: filament\nfilaments: PETG 45, PA-CF 60\n"
                + "commands: yes\nbambu_ca: /etc/hearth/ca.pem\n"
                + "moonraker_ca: /etc/hearth/moonraker.pem"
        )
        #expect(settings.allowsCommands && settings.pausesOnFault)
        let own = [FilamentRule.Entry("PETG", Celsius(45)), .init("PA-CF", Celsius(60))]
        #expect(settings.autoRule == .filament(FilamentRule(own: own)))
        #expect(settings.bambuAuthorities == "/etc/hearth/ca.pem")
        #expect(settings.moonrakerAuthorities == "/etc/hearth/moonraker.pem")
    }

    @Test(
        arguments: [
            "commands: on", "pause_on_fault: on", "auto: printer", "filaments: PETG",
            "filaments: PETG 71",
            "filaments: PETG 45,", "filaments: PETG -1", "bambu_ca: ca.pem",
            "moonraker_ca: ca.pem",
        ]
    )
    func aMistakeIsOne(line: String) {
        #expect(throws: Mistakes.self) { try read(line) }
    }
}
