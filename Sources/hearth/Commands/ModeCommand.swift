import Client
import CommandLine
import Dialects
import JSON

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
    ) { ModeWord(rawValue: $0) }
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
