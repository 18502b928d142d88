import Client
import CommandLine
import JSON

/// Commands for the bound printer, where `[printer]` says `commands: yes`.
extension CommandSpecification {
    private static let note =
        "Needs \"commands: yes\" below [printer] in the service file. A Bambu printer takes commands in "
        + "Developer Mode alone and raises an alarm on its screen otherwise. The command waits for the "
        + "printer's own confirmation and tells a refusal in words."

    /// `hearth printer pause`
    static let printerPause = order(
        "pause",
        "pause the print",
        "Pauses what the bound printer prints.",
        said: "The print is paused."
    )

    /// `hearth printer resume`
    static let printerResume = order(
        "resume",
        "resume a paused print",
        "Resumes a paused print on the bound printer.",
        said: "The print continues."
    )

    /// `hearth printer stop`
    static let printerStop = order(
        "stop",
        "end the print for good",
        "Ends what the bound printer prints. It cannot go on afterwards.",
        said: "The print has ended."
    )

    /// `hearth printer light on`
    static let printerLight = order(
        "light",
        "turn the printer's light on or off",
        "Turns the light in the bound printer's chamber on or off.",
        arguments: [Parameter.lightSwitch],
        example: Example("hearth printer light off", "Turns it off.")
    ) { (arguments: Arguments) throws(CommandFailure) -> PrinterOrder in
        let isOn = try arguments.required(.lightSwitch)
        return PrinterOrder("The light is \(isOn ? "on" : "off").") { $0.member("light", isOn) }
    }

    /// `hearth printer gcode "M220 S50"`
    static let printerGCode = order(
        "gcode",
        "have the printer carry out a line of G-code",
        "Sends one line of G-code. The printer obeys, even where the line harms it.",
        arguments: [Parameter.gcodeLine],
        example: Example("hearth printer gcode \"M220 S50\"", "Half the speed.")
    ) { (arguments: Arguments) throws(CommandFailure) -> PrinterOrder in
        let line = try arguments.required(.gcodeLine)
        return PrinterOrder("The printer accepted the line.") { $0.member("gcode", line) }
    }

    /// `hearth printer gcode-file cube.gcode`
    static let printerGCodeFile = order(
        "gcode-file",
        "print a file that the printer has",
        "Has the bound printer print a file by the name that it has on the printer.",
        arguments: [Parameter.printerFile],
        example: Example("hearth printer gcode-file cube.gcode", "Prints it.")
    ) { (arguments: Arguments) throws(CommandFailure) -> PrinterOrder in
        let file = try arguments.required(.printerFile)
        return PrinterOrder("The printer accepted the file.") { $0.member("gcode_file", file) }
    }

    private static func order(
        _ word: String,
        _ summary: String,
        _ what: String,
        said: String
    ) -> CommandSpecification {
        order(
            word,
            summary,
            what,
            arguments: [],
            example: Example("hearth printer \(word)", said)
        ) { _ in PrinterOrder(said) { $0.member(word, true) } }
    }

    /// A command that the printer answers.
    static func order(
        _ word: String,
        _ summary: String,
        _ what: String,
        arguments: [any AnyParameter],
        options: [any AnyParameter] = [],
        example: Example,
        read: @escaping @Sendable (Arguments) throws(CommandFailure) -> PrinterOrder
    ) -> CommandSpecification {
        CommandSpecification(
            words: ["printer", word],
            summary: summary,
            description: [what, note],
            arguments: arguments,
            options: options + [Parameter.host, Flag.json],
            examples: [example],
            statuses: [.failed, .unreachable, .refused],
            environment: [.hearthHost],
            run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
                let order = try read(arguments)
                let client = try DaemonClient(arguments)
                let answer = try client.wish(
                    to: "/api/v1/printer",
                    timeout: PrinterOrder.patience,
                    order.write
                )
                console.line(arguments.has(.json) ? answer.text : order.said)
                return .done
            }
        )
    }
}

/// One order for the printer, and the text once it is carried out.
struct PrinterOrder {
    /// The daemon waits 10 s for the printer.
    static let patience = Duration.seconds(20)

    let said: String
    let write: (inout JSONWriter) -> Void

    init(_ said: String, write: @escaping (inout JSONWriter) -> Void) {
        self.said = said
        self.write = write
    }
}
