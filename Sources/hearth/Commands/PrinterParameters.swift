import Chamber
import CommandLine
import Settings
import Surroundings

extension Parameter<DeviceProfile.PrinterKind> {
    static let printerKind = Parameter.argument(
        "KIND",
        allowed: "bambu or klipper",
        words: DeviceProfile.PrinterKind.allCases.map(\.word),
        summary: "bambu: a Bambu Lab printer in the local network. klipper: one with Klipper, "
            + "through Moonraker."
    ) { DeviceProfile.PrinterKind(word: $0) }

    static let scannedKind = Parameter.option(
        "--kind",
        "KIND",
        allowed: "bambu or klipper",
        words: DeviceProfile.PrinterKind.allCases.map(\.word),
        summary:
            "Which printers to look for, and the kind in force from then on: bambu or klipper. "
            + "Default: the kind in force."
    ) { DeviceProfile.PrinterKind(word: $0) }
}

extension Parameter<String> {
    static let printerAddress = textArgument(
        "ADDRESS",
        allowed: "the printer's address, as in 192.168.1.20, or its name",
        summary: "The printer's address in the local network, or its name there."
    )
    static let serial = text(
        "--serial",
        "TEXT",
        allowed: "the printer's serial number",
        summary: "The serial number of a Bambu printer, as its screen and \"hearth printer scan\" "
            + "show it. Needed for bambu."
    )
    static let printerName = text(
        "--name",
        "TEXT",
        allowed: "a name",
        summary: "What to call it. Default: its serial number or address."
    )
    static let secretFile = path(
        "--secret-file",
        allowed: "a file's path, or - for standard input",
        summary: "A file whose first line is the access code (Bambu) or the API key (Moonraker); "
            + "- reads it from standard input, and at a terminal asks for it. Without it a Bambu "
            + "printer's access code is asked for, and Moonraker gets no key."
    )
    static let secret = text(
        "--secret",
        "TEXT",
        allowed: "the access code or API key",
        summary: "The same on the command line, where everyone on this machine can read it while "
            + "the command runs, and the shell remembers it. Prefer --secret-file."
    )
}

extension Parameter<Int> {
    static let moonrakerPort = Parameter.option(
        "--port",
        "N",
        allowed: "a port from 1 to 65535",
        summary: "Moonraker's port, where it is not its own (7125)."
    ) { text in
        UInt16(decimal: text).flatMap { $0 > 0 ? Int($0) : nil }
    }
}
