import Chamber
import Client
import CommandLine
import JSON
import Settings
import Surroundings

extension CommandSpecification {
    private static let printerStatuses: [ExitCode] = [.failed, .unreachable, .refused]

    /// Longer than any search: the daemon ends one after 30 s.
    private static let scanSeconds = 35

    /// `hearth printer scan`
    static let printerScan = CommandSpecification(
        words: ["printer", "scan"],
        summary: "look for printers in the local network",
        description: [
            "Looks for printers of one kind for some seconds and prints a line for each, with the "
                + "command that binds it. Bambu printers announce themselves; for Klipper printers "
                + "every address of the local network is asked for Moonraker, at most 254 in each "
                + "network that this machine is in."
        ],
        options: [Parameter.scannedKind, Parameter.printerPort, Parameter.host, Flag.json],
        examples: [
            Example("hearth printer scan --kind klipper", "Klipper printers at Moonraker's port."),
            Example("hearth printer scan --kind klipper --port 80", "Behind a web server."),
        ],
        statuses: printerStatuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try scan(arguments, console)
        }
    )

    /// `hearth printer status`
    static let printerStatus = CommandSpecification(
        words: ["printer", "status"],
        summary: "show the bound printer and what it reports",
        description: [
            "Shows which printer is bound, how the link to it stands and, where something is wrong, "
                + "what to do; then what the printer says: what it prints, its bed's target, its "
                + "filament, and how old that is."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth printer status", "What mode auto listens to.")],
        statuses: printerStatuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let (lines, state) = try PrinterConversation(DaemonClient(arguments)).read()
            show(lines.lines, state, arguments, console)
            return .done
        }
    )

    /// `hearth printer unbind`
    static let printerUnbind = CommandSpecification(
        words: ["printer", "unbind"],
        summary: "forget the bound printer",
        description: [
            "Ends the connection to the bound printer and forgets it with its access code or API "
                + "key. Without a printer, mode auto never heats."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth printer unbind", "No printer from now on.")],
        statuses: printerStatuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let conversation = try PrinterConversation(DaemonClient(arguments))
            let before = try conversation.read().lines
            try conversation.wish { $0.member("unbind_printer", true) }
            let (_, state) = try conversation.read()
            show(
                [before.isBound ? "\(before.title) is forgotten." : "No printer was bound."],
                state,
                arguments,
                console
            )
            return .done
        }
    )

    /// `hearth printer auto print`
    static let printerAuto = CommandSpecification(
        words: ["printer", "auto"],
        summary: "choose what mode auto heats by",
        description: [
            "Chooses the rule by which mode auto heats from now on, also after a restart. It turns "
                + "nothing on. The connection to the printer begins again, so a print that runs is "
                + "without heat for some seconds.",
            "Where the service file says auto: in [printer], that counts, and this command is refused.",
        ],
        arguments: [Parameter.autoChoice],
        options: [Parameter.host, Flag.json],
        examples: [
            Example("hearth printer auto print", "The chamber that each print wants."),
            Example("hearth printer auto bed", "By the bed's target, as it comes."),
        ],
        statuses: printerStatuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let choice = try arguments.required(.autoChoice)
            let conversation = try PrinterConversation(DaemonClient(arguments))
            try conversation.wish { $0.member("auto", choice.word) }
            let (_, state) = try conversation.read()
            show(["Mode auto heats by \(choice.basis)."], state, arguments, console)
            return .done
        }
    )

    private static func scan(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let conversation = try PrinterConversation(DaemonClient(arguments))
        let now = try conversation.read().lines
        let kind = arguments.value(of: .scannedKind)?.word ?? now.kind
        let port = arguments.value(of: .printerPort)
        guard ["bambu", "klipper"].contains(kind) else {
            throw CommandFailure(
                .usage,
                "hearth printer scan: printers of the kind \(kind) cannot be searched for; add "
                    + "--kind klipper or --kind bambu, or bind by the address"
            )
        }
        if port != nil, kind != DeviceProfile.PrinterKind.klipper.word {
            throw CommandFailure(
                .usage,
                "hearth printer scan: --port is for Klipper printers; add --kind klipper"
            )
        }
        if kind != now.kind {
            guard !now.isBound else {
                throw CommandFailure(
                    .refused,
                    "hearth printer scan: \(now.title) is bound; \"hearth printer unbind\" first, "
                        + "because only one kind of printer is used at a time"
                )
            }
            try conversation.wish { $0.member("printer_kind", kind) }
        }
        try conversation.wish { writer in
            if let port {
                writer.object("scan_printers") { $0.member("port", port) }
            } else {
                writer.member("scan_printers", true)
            }
        }
        if !arguments.has(.json) { console.errorLine("Looking …") }
        let (lines, state) = try conversation.wait(seconds: scanSeconds) { _, state in
            state.device("printer")?["scan"]?.string != "running"
        }
        let title = PrinterReportLines.title(ofKind: kind)
        let found = lines.findings
        show(
            found.isEmpty
                ? [
                    "No \(title) was found. Is it on and in this network? One that you know the "
                        + "address of can still be bound."
                ] : ["\(title)s:"] + found,
            state,
            arguments,
            console
        )
        return found.isEmpty ? .failed : .done
    }

    /// Prints the lines, or, for a program, the printer's part of the state.
    static func show(
        _ lines: [String],
        _ state: JSONObject,
        _ arguments: Arguments,
        _ console: Console
    ) {
        guard arguments.has(.json) else {
            for line in lines { console.line(line) }
            return
        }
        let bytes = JSONWriter.object { json in
            json.member("printer", state.device("printer").map(JSONValue.object) ?? .null)
        }
        console.line(String(decoding: bytes, as: UTF8.self))
    }
}

extension DeviceProfile.PrinterKind {
    /// The kinds, for an error: `bambu, klipper or told`.
    fileprivate static var choices: String {
        let words = allCases.map(\.word)
        return words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    }
}

extension Parameter<DeviceProfile.PrinterKind> {
    static let printerKind = Parameter.argument(
        "KIND",
        allowed: DeviceProfile.PrinterKind.choices,
        words: DeviceProfile.PrinterKind.allCases.map(\.word),
        summary: "bambu: a Bambu Lab printer in the local network. klipper: one with Klipper, "
            + "through Moonraker. octoprint: one that OctoPrint drives. prusalink: a Prusa printer. told: "
            + "any other, of which a program tells."
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

extension Parameter<AutoChoice> {
    static let autoChoice = Parameter.argument(
        "RULE",
        allowed: "bed, print, filament or bed_only",
        words: AutoChoice.offered.map(\.word),
        summary:
            "bed: the target of the printer's bed, while a print runs. print: the chamber that "
            + "the print itself names, else its filament, else the bed. filament: the filament alone. "
            + "bed_only: the bed's target, whether or not a print runs."
    ) { text in AutoChoice.offered.first { $0.word == text } }
}

extension Parameter<String> {
    static let printerAddress = textArgument(
        "ADDRESS",
        allowed: "the printer's address, as in 192.168.1.20, or its name",
        summary:
            "The printer's address in the local network, or its name there; but for Bambu also with a "
            + "port, a prefix or HTTPS, as in https://printer.local:7130/voron. For told: what to call it."
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
    static let printerUser = text(
        "--user",
        "NAME",
        allowed: "a user's name",
        summary:
            "The user whose password is the secret, for PrusaLink: maker on a printer's own board."
    )
    static let secretFile = path(
        "--secret-file",
        allowed: "a file's path, or - for standard input",
        summary: "A file whose first line is the access code (Bambu), the API key (Moonraker, "
            + "OctoPrint, PrusaLink) or, with --user, the password; "
            + "- reads it from standard input, and at a terminal asks for it. Without it access code and "
            + "password are asked for, and no key is sent."
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
    static let printerPort = Parameter.option(
        "--port",
        "N",
        allowed: "a port from 1 to 65535",
        summary:
            "The port of the printer's host, where it is not its own: Moonraker's is 7125, OctoPrint's and "
            + "PrusaLink's 80."
    ) { text in
        UInt16(decimal: text).flatMap { $0 > 0 ? Int($0) : nil }
    }
}
