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
                if let run = StatusReport(state).dryingTarget, run != now {
                    return ["The target is \(now) now; the drying run goes on at \(run)."]
                }
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

/// What `hearth mode` can be asked for.
enum ModeWord: String, CaseIterable, Sendable {
    case off
    case auto
    case on
    case dry
}

extension Parameter<ModeWord> {
    static let mode = Parameter.argument(
        "MODE",
        allowed: "off, auto, on or dry",
        words: ModeWord.allCases.map(\.rawValue),
        summary: "off: no heat. auto: heat and ventilate by the printer's bed. on: hold the "
            + "target. dry: hold the drying temperature until the countdown ends."
    ) { text in
        // Off is off, however it is written.
        let word = text.lowercased()
        return ["0", "no", "false"].contains(word) ? .off : ModeWord(rawValue: word)
    }
}

extension CommandSpecification {
    /// `hearth mode on`
    static let mode = CommandSpecification(
        words: ["mode"],
        summary: "choose what decides about heat, and turn it on",
        description: [
            "Chooses the mode and turns the power on with it; \"off\" turns it off and leaves the "
                + "mode. \"dry\" starts a run of the drying programme that is set; \"hearth dry\" "
                + "sets one and starts it."
        ],
        arguments: [Parameter.mode],
        options: [Parameter.host, Flag.json],
        examples: [
            Example("hearth mode on", "Hold the target until told otherwise."),
            Example("hearth mode auto", "Follow the printer."),
            Example("hearth mode off", "The same as \"hearth off\"."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let conversation = try WishConversation(arguments, console)
            let headline = { (_: WishResult, state: JSONObject) in
                [StatusReport(state).headline + "."]
            }
            switch try arguments.required(.mode) {
            case .off:
                return try conversation.ask({ $0.member("power", false) }, report: headline)
            case .auto:
                try conversation.send { $0.member("mode", "auto") }
                return try conversation.ask({ $0.member("power", true) }, report: headline)
            case .on:
                try conversation.send { $0.member("mode", "always_on") }
                return try conversation.ask({ $0.member("power", true) }, report: headline)
            case .dry:
                let drying = try conversation.state()["drying"]?.object
                let preset = drying?["preset"]?.string ?? "custom"
                return try conversation.ask({ $0.member("dry", preset) }, report: headline)
            }
        }
    )
}
