import Chamber
import Schema
import Surroundings
import SwitchCore

/// The section `[printer]`: what the printer may be told to do, and how auto mode uses its reports.
struct PrinterSection {
    private var settings = PrinterSettings(deviceID: "")
    private var moonrakerAuthorities: String?
    private var hostAuthorities: String?
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
            Setting(auto, \.settings.fileAuto),
            Setting(filaments, \.filaments),
            Setting(
                .time(
                    "bed_idle",
                    upToHours: 3,
                    meaning:
                        "How long a hot bed heats the chamber while no print runs yet, to warm it "
                        + "up for one. Left out, only a print heats."
                ),
                \.settings.bedIdle
            ),
            Setting(
                .time(
                    "pause_hold",
                    upToHours: 12,
                    meaning:
                        "How long a paused print keeps its chamber's target; then pause_target holds. "
                        + "Left out, 30min with auto: print, and as long as the pause otherwise."
                ),
                \.settings.pauseHold
            ),
            Setting(
                .temperature(
                    "pause_target",
                    0...Ceilings.target.degrees,
                    standard: PrinterSettings(deviceID: "").pauseTarget,
                    meaning: "The most that the chamber gets in a longer pause; 0 is no heat."
                ),
                \.settings.pauseTarget
            ),
            Setting(
                .yesOrNo(
                    "resume_auto",
                    meaning:
                        "Whether mode auto is turned on again at a start, where it was on when the "
                        + "service ended and the bound printer's print still runs. Left out, no."
                ),
                \.settings.resumesAuto
            ),
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
                .path(
                    "host_ca",
                    allowed: "the absolute path of a PEM file",
                    meaning:
                        "The same for an OctoPrint or a PrusaLink behind HTTPS. Left out, those that "
                        + "this machine trusts."
                ),
                \.hostAuthorities
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
        printer.settings.filaments = FilamentRule(own: printer.filaments)
        if let auto = printer.settings.fileAuto { printer.settings.follow(auto) }
        printer.settings.moonrakerAuthorities = printer.moonrakerAuthorities ?? ""
        printer.settings.hostAuthorities = printer.hostAuthorities ?? ""
        return printer.settings
    }

    private static let auto = Field<AutoChoice>.word(
        "auto",
        AutoChoice.allCases.map { ($0.rawValue, $0) },
        meaning:
            "What auto mode heats by. bed: the target of the printer's bed, while a print runs. "
            + "print: the chamber that the print itself names, else its filament, else the bed. "
            + "filament: the filament that a Bambu printer prints with. bed_only: the bed's target, "
            + "whether or not a print runs. target: no printer; auto mode that a client turns on "
            + "holds its target. Left out, what is chosen on the page or by \"hearth printer auto\", and "
            + "bed where nobody has chosen."
    )

    private static let filaments = Field<[FilamentRule.Entry]>(
        key: "filaments",
        meaning:
            "The chamber's temperature in °C for each filament, with auto: filament or print; 0 is no heat. "
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
