import Chamber
import Client
import CommandLine
import Dialects
import JSON
import SwitchCore

/// The argument of `hearth dry`: a preset, or a temperature.
enum DryingProgramme: Sendable {
    case preset(DryingPreset, name: String)
    case named(String)
    case target(Celsius)

    /// `pla`, `petg`, the name of one of the device's presets, or a temperature.
    init?(text: String) {
        switch text {
        case "pla": self = .preset(.pla, name: text)
        case "petg": self = .preset(.petg, name: text)
        case _:
            if let target = Celsius(typed: text) {
                self = .target(target)
            } else if text.first?.isLetter == true {
                self = .named(text)
            } else {
                return nil
            }
        }
    }
}

extension Parameter<DryingProgramme> {
    static let programme = Parameter.argument(
        "PROGRAMME",
        allowed: "pla, petg, another filament as in abs, or °C as in 55",
        words: PresetList.usualNames,
        summary:
            "A filament of the presets that the page shows, as in pla, petg, abs, nylon or tpu. Or a "
            + "temperature in °C."
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
            Example("hearth dry abs", "By the preset ABS/ASA."),
            Example("hearth dry 50 6h30m", "50 °C for six hours and a half."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let programme = try arguments.required(.programme)
            let hours = arguments.value(of: .dryingTime)
            let target: Celsius
            switch (programme, hours) {
            case (.preset(let preset, let name), nil):
                // Somebody may have changed the preset of this name.
                let presets = PresetList(try DaemonClient(arguments).state())
                guard presets.drying(name) == preset.asOnTheWire else {
                    return try dry(name, for: nil, arguments, console)
                }
                return try ask(arguments, console) { $0.member("dry", name) }
            case (.preset(let preset, _), _):
                var settings = OperatingSettings()
                settings.dryingPreset = preset
                target = settings.dryingTarget
            case (.named(let name), _):
                return try dry(name, for: hours, arguments, console)
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

    /// Dries by one of the device's presets.
    private static func dry(
        _ name: String,
        for hours: Duration?,
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let presets: PresetList
        do throws(CommandFailure) {
            presets = PresetList(try DaemonClient(arguments).state())
        } catch {
            // A slip of the pen needs no daemon to be seen.
            guard let hint = name.lowercased().nearest(among: PresetList.usualNames),
                hint != name.lowercased()
            else { throw error }
            throw CommandFailure(
                .usage,
                "hearth dry: \"\(name.prefix(40))\" is no usual filament: did you mean \"\(hint)\"?"
            )
        }
        guard let preset = presets.drying(name) else {
            let known = presets.dryingNames.joined(separator: ", ")
            let hint = name.lowercased().nearest(among: presets.dryingNames)
            throw CommandFailure(
                .usage,
                "hearth dry: there is no preset \"\(name.prefix(40))\" for drying: "
                    + (hint.map { "did you mean \"\($0)\"?" }
                        ?? "known: \(known), or give °C and hours")
            )
        }
        return try ask(arguments, console) { writer in
            writer.object("dry") { dry in
                dry.member("target_c", preset.target, decimals: 2)
                dry.member("hours", hours.map { $0.inSeconds / 3600 } ?? preset.hours, decimals: 4)
            }
        }
    }

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

extension DryingPreset {
    /// How the Panda Breath wire has it dried.
    fileprivate var asOnTheWire: PresetList.Drying {
        var settings = OperatingSettings()
        settings.dryingPreset = self
        return PresetList.Drying(
            target: settings.dryingTarget.degrees,
            hours: settings.dryingDuration.inSeconds / 3600
        )
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
