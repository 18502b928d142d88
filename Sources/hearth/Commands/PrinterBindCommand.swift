import Chamber
import Client
import CommandLine
import JSON
import Surroundings
import System

extension CommandSpecification {
    /// As long as other clients of a Panda Breath wait for a state other than "connecting".
    private static let bindSeconds = 30

    /// `hearth printer bind`
    static let printerBind = CommandSpecification(
        words: ["printer", "bind"],
        summary: "follow a printer from now on",
        description: [
            "Makes a printer the one that mode auto listens to, in place of any other, and waits up to "
                + "30 s for the first connection. The binding stays where that fails: the printer may "
                + "be off. It is tried again, but for a Bambu printer that refuses an access code "
                + "which never worked.",
            "A Bambu printer needs its serial number and its access code (on the printer's screen, "
                + "below its network settings), and LAN access switched on. Moonraker needs to trust "
                + "this device's address (trusted_clients in moonraker.conf), or an API key. OctoPrint "
                + "needs an API key (Application Keys in its settings), and PrusaLink the key or the user "
                + "and password that the printer shows in its network settings.",
            "A printer of the kind told has a name in place of an address: a program tells what it does, "
                + "by POST /api/v1/printer-report.",
        ],
        arguments: [Parameter.printerKind, Parameter.printerAddress],
        options: [
            Parameter.serial, Parameter.printerPort, Parameter.printerUser, Parameter.printerName,
            Parameter.secretFile, Parameter.secret, Parameter.host, Flag.json,
        ],
        examples: [
            Example(
                "hearth printer bind klipper 192.168.1.20",
                "Moonraker that trusts this device."
            ),
            Example(
                "hearth printer bind klipper voron.local --secret-file -",
                "With an API key, which is asked for."
            ),
            Example(
                "hearth printer bind bambu 192.168.1.21 --serial 01P00A000000000",
                "The access code is asked for."
            ),
            Example(
                "hearth printer bind octoprint octopi.local --secret-file octoprint.key",
                "With the key in that file."
            ),
            Example(
                "hearth printer bind prusalink 192.168.1.22 --user maker",
                "The password is asked for."
            ),
            Example("hearth printer bind told Voron", "A program tells what the printer does."),
        ],
        statuses: [.failed, .unreachable, .refused, .unavailable],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try bind(arguments, console)
        }
    )

    private static func bind(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let kind = try arguments.required(.printerKind)
        let address = try arguments.required(.printerAddress)
        try check(arguments, kind, address)
        let conversation = try PrinterConversation(DaemonClient(arguments))
        let secret = try secret(arguments, kind, console)
        try conversation.wish { writer in
            writer.object("bind_\(kind.word)") { json in
                guard kind != .told else { return json.member("name", address) }
                json.member("address", address)
                if let serial = arguments.value(of: .serial) { json.member("serial", serial) }
                if let port = arguments.value(of: .printerPort) { json.member("port", port) }
                if let name = arguments.value(of: .printerName) { json.member("name", name) }
                if let user = arguments.value(of: .printerUser) { json.member("user", user) }
                if let secret { json.member(secretMember(kind, arguments), secret) }
            }
        }
        if kind == .told {
            let (lines, state) = try conversation.read()
            show([lines.headline], state, arguments, console)
            return .done
        }
        if !arguments.has(.json) { console.errorLine("Connecting …") }
        let (lines, state) = try conversation.wait(seconds: bindSeconds) { lines, _ in
            lines.link != "connecting"
        }
        let isConnected = lines.link == "connected"
        let advice =
            isConnected
            ? [
                "Mode auto heats by \(lines.autoChoice.basis)."
                    + (lines.autoChoice == .bed
                        ? " To heat by what each print wants: hearth printer auto print" : "")
            ]
            : [
                "It stays bound" + (lines.isTriedAgain ? " and is tried again" : "")
                    + "; \"hearth printer status\" tells."
            ]
        show([lines.headline] + advice, state, arguments, console)
        return isConnected ? .done : .failed
    }

    /// The largest file that holds a secret in its first line.
    private static let mostSecretBytes = 4_096

    /// Refuses options of the other kind, and reports missing ones.
    private static func check(
        _ arguments: Arguments,
        _ kind: DeviceProfile.PrinterKind,
        _ address: String
    ) throws(CommandFailure) {
        let complaint: String? =
            switch kind {
            case .bambu where arguments.value(of: .serial) == nil:
                "a Bambu printer needs --serial; \"hearth printer scan --kind bambu\" shows it"
            case .bambu where arguments.value(of: .printerPort) != nil:
                "--port is for printers that are asked by their host"
            case .klipper where arguments.value(of: .serial) != nil,
                .octoPrint where arguments.value(of: .serial) != nil,
                .prusaLink where arguments.value(of: .serial) != nil:
                "--serial is for Bambu printers"
            case .told where hasDetails(arguments):
                "a printer of the kind told has a name and nothing else"
            case .bambu where arguments.value(of: .printerUser) != nil,
                .klipper where arguments.value(of: .printerUser) != nil,
                .octoPrint where arguments.value(of: .printerUser) != nil:
                "--user is for PrusaLink"
            case .klipper where isPortTwice(arguments, address),
                .octoPrint where isPortTwice(arguments, address),
                .prusaLink where isPortTwice(arguments, address):
                "give the port in the address or with --port, not both"
            case .bambu, .klipper, .octoPrint, .prusaLink, .told: nil
            }
        if let complaint { throw CommandFailure(.usage, "hearth printer bind: \(complaint)") }
        if arguments.value(of: .secret) != nil, arguments.value(of: .secretFile) != nil {
            throw CommandFailure(
                .usage,
                "hearth printer bind: give --secret-file or --secret, not both"
            )
        }
    }

    private static func hasDetails(_ arguments: Arguments) -> Bool {
        arguments.value(of: .printerPort) != nil || arguments.value(of: .printerName) != nil
            || arguments.value(of: .serial) != nil || arguments.value(of: .printerUser) != nil
            || arguments.value(of: .secret) != nil || arguments.value(of: .secretFile) != nil
    }

    private static func isPortTwice(_ arguments: Arguments, _ address: String) -> Bool {
        arguments.value(of: .printerPort) != nil && MoonrakerAddress(address)?.port != nil
    }

    /// The secret's member in the body of the wish.
    private static func secretMember(
        _ kind: DeviceProfile.PrinterKind,
        _ arguments: Arguments
    ) -> String {
        if kind == .bambu { return "access_code" }
        return arguments.value(of: .printerUser) == nil ? "api_key" : "password"
    }

    /// The access code or API key; `nil`: none is given, and an earlier one stays.
    private static func secret(
        _ arguments: Arguments,
        _ kind: DeviceProfile.PrinterKind,
        _ console: Console
    ) throws(CommandFailure) -> String? {
        if let secret = arguments.value(of: .secret) {
            console.errorLine(
                "hearth printer bind: --secret can be read by everyone on this machine; "
                    + "--secret-file - asks instead"
            )
            return secret
        }
        let hasUser = arguments.value(of: .printerUser) != nil
        let what = kind == .bambu ? "access code" : hasUser ? "password" : "API key"
        guard let path = arguments.value(of: .secretFile) else {
            return kind == .bambu || hasUser ? try ask(for: what) : nil
        }
        if path == "-" { return try ask(for: what) }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.beginning(of: path, mostSecretBytes + 1)
        } catch {
            throw error.commandFailure
        }
        return try firstLine(of: String(decoding: bytes, as: UTF8.self), what)
    }

    private static func ask(for what: String) throws(CommandFailure) -> String {
        let question = "\(what.prefix(1).uppercased())\(what.dropFirst()): "
        let answer = try SecretPrompt.line(asking: question)
        return try firstLine(of: String(decoding: answer, as: UTF8.self), what)
    }

    private static func firstLine(
        of text: String,
        _ what: String
    ) throws(CommandFailure) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let secret = String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        guard !secret.isEmpty else {
            throw CommandFailure(.usage, "hearth printer bind: the \(what) is empty")
        }
        return secret
    }
}
