import Client
import CommandLine
import JSON
import SwitchCore

extension Parameter<Celsius> {
    fileprivate static let wanted = Parameter.argument(
        "TEMPERATURE",
        isRequired: false,
        allowed: "°C, as in 55",
        summary:
            "In °C, as in 55 or 52.5; without it, the target that is set. What is above the board's "
            + "limit is moved to the limit."
    ) { Celsius(typed: $0) }
}

extension CommandSpecification {
    /// `hearth heat 55`
    static let heat = CommandSpecification(
        words: ["heat"],
        summary: "heat to a temperature now, and hold it",
        description: [
            "Sets the target, chooses the mode on, and turns the heat on, all in one. The heat ends with "
                + "\"hearth off\", or after the board's longest session."
        ],
        arguments: [Parameter.wanted],
        options: [Parameter.host, Flag.json],
        examples: [
            Example("hearth heat 55", "55 °C from now on."),
            Example("hearth heat", "To the target that was set last."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try heat(to: arguments.value(of: .wanted), arguments, console)
        }
    )

    /// `hearth on`
    static let on = CommandSpecification(
        words: ["on"],
        summary: "heat to the target that is set, and hold it",
        description: [
            "The same as \"hearth heat\" without a temperature, and as \"hearth mode on\"."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth on", "To the target that was set last.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try heat(to: nil, arguments, console)
        }
    )

    private static func heat(
        to target: Celsius?,
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let conversation = try WishConversation(arguments, console)
        if target == nil {
            try conversation.send { $0.member("mode", "always_on") }
        }
        return try conversation.ask { writer in
            if let target {
                writer.member("heat_to", target.degrees, decimals: 2)
            } else {
                writer.member("power", true)
            }
        } report: { result, state in
            let isMoved = result.isClamped ? ", the nearest that this board allows" : ""
            return [StatusReport(state).headline + isMoved + "."] + StatusReport(state).ready
        }
    }
}
