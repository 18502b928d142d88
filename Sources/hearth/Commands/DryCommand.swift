import Chamber
import Client
import CommandLine
import Dialects
import JSON
import SwitchCore

/// The argument of `hearth dry`: a preset, or a temperature.
enum DryingProgramme: Sendable {
    case preset(DryingPreset, name: String)
    case target(Celsius)

    /// `pla`, `petg`, or a temperature.
    init?(text: String) {
        switch text {
        case "pla": self = .preset(.pla, name: text)
        case "petg": self = .preset(.petg, name: text)
        case _:
            guard let target = Celsius(typed: text) else { return nil }
            self = .target(target)
        }
    }
}

extension Parameter<DryingProgramme> {
    static let programme = Parameter.argument(
        "PROGRAMME",
        allowed: "pla, petg, or °C as in 55",
        words: ["pla", "petg"],
        summary: "pla: 55 °C for 12 h. petg: 60 °C for 12 h, for ABS too. Or a temperature in °C."
    ) { DryingProgramme(text: $0) }
}

extension CommandSpecification {
    /// `hearth dry pla`, `hearth dry 55 6h`
    static let dry = CommandSpecification(
        words: ["dry"],
        summary: "dry filament for some hours",
        description: [
            "Starts a drying run now: turns the power on, holds the temperature, and turns it off "
                + "when the countdown ends. No run is longer than the board allows (12 h at most).",
            "A preset with hours of your own, as in \"hearth dry pla 6h\", becomes the custom "
                + "programme.",
        ],
        arguments: [Parameter.programme, Parameter.dryingTime],
        options: [Parameter.host, Flag.json],
        examples: [
            Example("hearth dry pla", "55 °C for 12 h."),
            Example("hearth dry petg 8h", "60 °C for 8 h."),
            Example("hearth dry 50 6h30m", "50 °C for six hours and a half."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let programme = try arguments.required(.programme)
            let hours = arguments.value(of: .dryingTime)
            let target: Celsius
            switch (programme, hours) {
            case (.preset(_, let name), nil):
                return try ask(arguments, console) { $0.member("dry", name) }
            case (.preset(let preset, _), _):
                var settings = OperatingSettings()
                settings.dryingPreset = preset
                target = settings.dryingTarget
            case (.target(let given), _):
                target = given
            }
            guard let hours else {
                throw CommandFailure(
                    .usage,
                    "hearth dry: HOURS is missing behind a temperature: "
                        + "hearth dry \(target.degrees.fixed(0)) 6h"
                )
            }
            return try ask(arguments, console) { writer in
                writer.object("dry") { dry in
                    dry.member("target_c", target.degrees, decimals: 2)
                    dry.member("hours", hours.inSeconds / 3600, decimals: 4)
                }
            }
        }
    )

    private static func ask(
        _ arguments: Arguments,
        _ console: Console,
        _ write: (inout JSONWriter) -> Void
    ) throws(CommandFailure) -> ExitCode {
        try WishConversation(arguments, console).ask(write) { result, state in
            [DryingLine.text(state, isClamped: result.isClamped)]
        }
    }
}

/// What becomes of a drying run, after a wish about it.
enum DryingLine {
    /// `Drying at 55 °C, 6 h 30 min left.`
    static func text(_ state: JSONObject, isClamped: Bool) -> String {
        let drying = state["drying"]?.object
        let remaining = drying?["remaining_s"]?.number ?? 0
        let target = StatusReport.degrees(drying?["target_c"])
        return "Drying at \(target), \(DurationText.rough(seconds: remaining)) left"
            + (isClamped ? ": the most that this board allows." : ".")
    }
}
