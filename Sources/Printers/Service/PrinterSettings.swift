import Chamber
package import Schema
import SwitchCore

/// The owner's settings for printers, from the service file.
package struct PrinterSettings: Equatable, Sendable {
    /// What auto mode goes by.
    package enum AutoRule: Equatable, Sendable {
        /// The bed's set point, at or above the threshold that the user has set.
        case bed
        /// The filament in use.
        case filament(FilamentRule)
    }

    /// This device's name for printers: unique, and the same after a restart, because a broker ends
    /// the older of two connections with the same name.
    package var deviceID: String
    /// Printers may be sent commands; off: Hearth only listens to them.
    package var allowsCommands = false
    /// No printer is followed; clients see a connected one while none is bound.
    package var standsAlone = false
    /// The interfaces on which printers are looked for; empty: all but loopback.
    package var searchInterfaces: [String] = []
    /// A latched fault pauses the print.
    package var pausesOnFault = false
    /// What auto mode follows.
    package var autoRule = AutoRule.bed
    /// A PEM file with the authorities that sign Bambu printers' certificates; `nil`: the certificate
    /// of the first contact is trusted from then on.
    package var bambuAuthorities: String?
    /// A PEM file with the authorities of a Moonraker behind HTTPS; empty: those of the machine.
    package var moonrakerAuthorities = ""

    package init(deviceID: String) {
        self.deviceID = deviceID
    }
}

extension PrinterSettings {
    /// The section `[printer]` of the service file.
    package static var schema: SectionSchema { PrinterSection.section.schema }

    /// Reads that section.
    package static func read(_ reader: inout SchemaReader) -> PrinterSettings {
        PrinterSection.read(&reader)
    }
}

/// The section `[printer]`: what the printer may be told to do, and how auto mode uses its reports.
private struct PrinterSection {
    private var settings = PrinterSettings(deviceID: "")
    private var goesByFilament = false
    private var moonrakerAuthorities: String?
    private var filaments: [FilamentRule.Entry] = []

    static let section = SettingsSection<PrinterSection>(
        "printer",
        meaning: "What Hearth may ask of the printer, and how auto mode uses its reports.",
        [
            Setting(
                .yesOrNo(
                    "commands",
                    meaning:
                        "Whether the printer may be told to pause, print, set its light and the "
                        + "like, with \"hearth printer\". A Bambu printer accepts commands in "
                        + "Developer Mode only, and raises an alarm on its screen otherwise. "
                        + "Left out, no."
                ),
                \.settings.allowsCommands
            ),
            Setting(
                .yesOrNo(
                    "pause_on_fault",
                    meaning:
                        "Whether the print pauses when a fault of the heater latches. A Bambu "
                        + "printer needs Developer Mode for that too. Left out, no."
                ),
                \.settings.pausesOnFault
            ),
            Setting(
                .either(
                    "auto",
                    no: "bed",
                    yes: "filament",
                    meaning:
                        "What auto mode heats by: the target of the printer's bed, or the filament "
                        + "that it prints with, where a Bambu printer knows it. Left out, bed."
                ),
                \.goesByFilament
            ),
            Setting(filaments, \.filaments),
            Setting(
                .path(
                    "bambu_ca",
                    allowed: "the absolute path of a PEM file",
                    meaning:
                        "A file with the certificates of the authorities that sign Bambu printers' "
                        + "own. Left out, a printer's certificate is trusted at the first contact, "
                        + "and no other one after."
                ),
                \.settings.bambuAuthorities
            ),
            Setting(
                .path(
                    "moonraker_ca",
                    allowed: "the absolute path of a PEM file",
                    meaning:
                        "A file with the certificates of the authorities that sign the certificate of a "
                        + "Moonraker behind HTTPS, or with that certificate itself. Left out, those that "
                        + "this machine trusts."
                ),
                \.moonrakerAuthorities
            ),
            Setting(
                .yesOrNo(
                    "stand_alone",
                    meaning:
                        "Whether programs that speak the Panda Breath's protocol are told that a "
                        + "printer is connected while none is bound. OctoPrint's plugin "
                        + "PandaBreath heats only then. Mode auto that such a program asks for "
                        + "holds the target meanwhile. Left out, no."
                ),
                \.settings.standsAlone
            ),
        ]
    )

    static func read(_ reader: inout SchemaReader) -> PrinterSettings {
        var printer = PrinterSection()
        section.read(&reader, into: &printer)
        if printer.goesByFilament {
            printer.settings.autoRule = .filament(FilamentRule(own: printer.filaments))
        }
        printer.settings.moonrakerAuthorities = printer.moonrakerAuthorities ?? ""
        return printer.settings
    }

    private static let filaments = Field<[FilamentRule.Entry]>(
        key: "filaments",
        meaning:
            "The chamber's temperature in °C for each filament, with auto: filament; 0 is no heat. "
            + "The longest name that the filament's name begins with counts, if no letter "
            + "follows: PC is PC-CF too, and not PCL. Known without it: "
            + standardFilaments + ".",
        allowed: "names with a temperature from 0 to 70, as in PETG 45, PA-CF 60"
    ) { text in
        entries(text).map { .value($0) } ?? .wrong("is not a list of filaments")
    }

    private static let standardFilaments = FilamentRule.standard
        .map { "\($0.prefix) \($0.target.degrees.fixed(0))" }.joined(separator: ", ")

    /// Reads a list such as `PETG 45, PA-CF 60`; `nil` where the text is no such list.
    private static func entries(_ text: String) -> [FilamentRule.Entry]? {
        var entries: [FilamentRule.Entry] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: " ")
            guard words.count == 2, let degrees = UInt8(words[1]), words[0].utf8.count <= 32,
                Double(degrees) <= Ceilings.target.degrees
            else { return nil }
            entries.append(FilamentRule.Entry(String(words[0]), Celsius(Double(degrees))))
        }
        return entries
    }
}
