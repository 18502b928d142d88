import Client
import CommandLine
import JSON
import SwitchCore

extension Parameter<Duration> {
    fileprivate static let added = Parameter.option(
        "--add",
        "TIME",
        allowed: "a time, as in 1h or 1h30m",
        summary: "How much longer it runs."
    ) { Duration(typed: $0) }
    fileprivate static let removed = Parameter.option(
        "--less",
        "TIME",
        allowed: "a time, as in 1h or 30m",
        summary: "How much sooner it ends; at least a minute is left."
    ) { Duration(typed: $0) }
}

extension Parameter<Celsius> {
    fileprivate static let changedTarget = Parameter.option(
        "--target",
        "TEMPERATURE",
        allowed: "°C, as in 55",
        summary: "The temperature from now on, in °C."
    ) { Celsius(typed: $0) }
}

extension CommandSpecification {
    /// `hearth dry change --add 1h`
    static let dryChange = CommandSpecification(
        words: ["dry", "change"],
        summary: "change the drying run that is in progress",
        description: [
            "Moves the end of the run in progress, changes its temperature, or both. The run goes on "
                + "meanwhile. It ends at most as far from now as the board's longest run."
        ],
        options: [
            Parameter.added, Parameter.removed, Parameter.changedTarget, Parameter.host, Flag.json,
        ],
        examples: [
            Example("hearth dry change --add 1h30m", "It ends an hour and a half later."),
            Example("hearth dry change --target 50", "At 50 °C for the rest of the time."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let added = arguments.value(of: .added) ?? .zero
            let change = added - (arguments.value(of: .removed) ?? .zero)
            let target = arguments.value(of: .changedTarget)
            guard change != .zero || target != nil else {
                throw CommandFailure(
                    .usage,
                    "hearth dry change: nothing is to change: give --add, --less or --target"
                )
            }
            return try WishConversation(arguments, console).ask { writer in
                writer.object("change_drying") { drying in
                    if let target { drying.member("target_c", target.degrees, decimals: 2) }
                    if change != .zero {
                        drying.member("add_hours", change.inSeconds / 3600, decimals: 4)
                    }
                }
            } report: { result, state in
                [DryingLine.text(state, isClamped: result.isClamped)]
            }
        }
    )
}
