import Chamber
import Client
import CommandLine
import Dialects
import JSON
import SwitchCore

extension CommandSpecification {
    /// The statuses of every command that sends the daemon a wish.
    private static let wishStatuses: [ExitCode] = [.failed, .unreachable, .refused]

    /// `hearth set 55`
    static let set = CommandSpecification(
        words: ["set"],
        summary: "set the target temperature",
        description: [
            "Sets the chamber temperature that the modes on and auto hold. It turns nothing on: "
                + "that is what \"hearth mode on\" does. A target above the board's limit is moved "
                + "to the limit, and the answer says so."
        ],
        arguments: [Parameter.temperature],
        options: [Parameter.host, Flag.json],
        examples: [
            Example("hearth set 55", "The target is 55 °C from now on."),
            Example("hearth set 55 && hearth mode on", "And heat to it."),
        ],
        statuses: wishStatuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let target = try arguments.required(.temperature)
            return try WishConversation(arguments, console).ask { writer in
                writer.member("set_target", target.degrees, decimals: 2)
            } report: { result, state in
                let now = StatusReport.degrees(state["target_c"])
                let isOn = state["power"]?.bool == true
                return [
                    result.isClamped
                        ? "The target is \(now) now, the nearest that this board allows."
                        : "The target is \(now)\(result.isUnchanged ? " already" : " now")."
                ] + (isOn ? [] : ["The heater is off; \"hearth mode on\" starts it."])
            }
        }
    )

    /// `hearth off`
    static let off = CommandSpecification(
        words: ["off"],
        summary: "turn the heat off",
        description: [
            "Ends heating and ventilating, and a drying run with them. The fan runs on until the "
                + "element has cooled."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth off", "No more heat.")],
        statuses: wishStatuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try WishConversation(arguments, console).ask { writer in
                writer.member("power", false)
            } report: { result, state in
                [result.isUnchanged ? "It was off already." : StatusReport(state).headline + "."]
            }
        }
    )

    /// `hearth clear`
    static let clear = CommandSpecification(
        words: ["clear"],
        summary: "clear a latched fault",
        description: [
            "Forgets the fault that keeps the heat off, where its cause has gone: see what it was "
                + "with \"hearth status\", remove the cause, then clear it. A fault whose cause is "
                + "still there stays, and the answer says why. The heat stays off after clearing."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth clear", "Ready to heat again.")],
        statuses: wishStatuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try WishConversation(arguments, console).ask { writer in
                writer.member("clear_latch", true)
            } report: { _, _ in
                ["The fault is cleared. The heat stays off until somebody turns it on."]
            }
        }
    )
}
