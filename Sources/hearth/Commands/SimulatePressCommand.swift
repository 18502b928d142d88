import Client
import CommandLine
import Dialects
import Inputs
import JSON

extension Parameter<String> {
    fileprivate static let button = Parameter.argument(
        "BUTTON",
        allowed: "the name of a button",
        words: ButtonName.allCases.map(\.rawValue),
        summary: "The button, one that the board's file has a section for."
    ) { name in
        ButtonName(rawValue: name) != nil ? name : nil
    }
}

extension Flag {
    fileprivate static let long = Flag(
        name: "--long",
        summary: "As if it had been held for 5 s."
    )
}

extension CommandSpecification {
    /// `hearth simulate press on`
    static let simulatePress = CommandSpecification(
        words: ["simulate", "press"],
        summary: "press a button of a daemon on a simulated board",
        description: [
            "Does what a press of the button on a real board does. A daemon that drives a real "
                + "heater refuses.",
            "The board's file has a section such as [button on] for each of its buttons; on a "
                + "simulated board it needs no line.",
        ],
        arguments: [Parameter.button],
        options: [Flag.long, Parameter.host, Flag.json],
        examples: [
            Example("hearth simulate press on", "Heat, as by the button."),
            Example("hearth simulate press on --long", "Clear a fault, as by the button."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let button = try arguments.required(.button)
            let isLong = arguments.has(.long)
            let answer = try DaemonClient(arguments).wish(to: "/api/v1/simulate") { writer in
                writer.member("press", button)
                if isLong { writer.member("long", true) }
            }
            console.line(
                arguments.has(.json)
                    ? answer.text
                    : "Button \(button) was \(isLong ? "held for 5 s" : "pressed")."
            )
            return .done
        }
    )
}
