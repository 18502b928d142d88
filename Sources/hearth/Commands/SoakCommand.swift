import Chamber
import Client
import CommandLine
import Daemon
import Dialects
import JSON
import SwitchCore

extension Flag {
    fileprivate static let skip = Flag(
        name: "--skip",
        summary: "End the current soak as done; the target is still held."
    )
}

extension Parameter<Celsius> {
    fileprivate static let soakTemperature = Parameter.argument(
        "TEMPERATURE",
        isRequired: false,
        allowed: "°C, as in 55",
        summary: "In °C, as in 55 or 52.5. What is above the board's limit is moved to the limit."
    ) { Celsius(typed: $0) }
}

extension CommandSpecification {
    private static let soakLookMilliseconds = 1000

    /// `hearth soak 60`
    static let soak = CommandSpecification(
        words: ["soak"],
        summary: "heat, and wait until walls and contents are warm too",
        description: [
            "Heats to the temperature, waits until the heater needs about the same power from "
                + "minute to minute (then everything in the chamber is warm, not the air alone), "
                + "and ends. The heat stays on: a print can begin.",
            "Ctrl-C ends the waiting, not the heat. If the heat ends or the target is changed "
                + "meanwhile, so does the soak, and the exit status is 1.",
        ],
        arguments: [Parameter.soakTemperature],
        options: [Flag.skip, Parameter.host, Flag.json],
        examples: [
            Example("hearth soak 60 && start-print", "Print when the chamber is soaked."),
            Example("hearth soak --skip", "Warm enough."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let target = arguments.value(of: .soakTemperature)
            guard arguments.has(.skip) != (target != nil) else {
                throw CommandFailure(
                    .usage,
                    "hearth soak: give a temperature, as in \"hearth soak 60\", or --skip"
                )
            }
            let client = try DaemonClient(arguments)
            guard let target else {
                let answer = try client.wish { $0.member("skip_soak", true) }
                console.line(
                    arguments.has(.json)
                        ? answer.text
                        : WishResult(answer.object).isUnchanged
                            ? "Nothing was soaking." : "The soak is done; the heat stays on."
                )
                return .done
            }
            return try runSoak(at: target, client, arguments, console)
        }
    )

    private static func runSoak(
        at target: Celsius,
        _ client: DaemonClient,
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let answer = try client.wish { $0.member("soak_at", target.degrees, decimals: 2) }
        let isForPrograms = arguments.has(.json)
        if isForPrograms { console.line(answer.text) }
        var signals = Signals()
        var line = ProgressLine(console, isSilent: isForPrograms)
        while true {
            guard signals.wait(milliseconds: soakLookMilliseconds) == nil else {
                line.end()
                console.errorLine("hearth soak: no longer waiting; the heat stays on")
                return .failed
            }
            let state = try client.get("/api/v1/state").object
            guard let soak = state["soak"]?.object, let phase = soak["phase"]?.string else {
                line.end()
                throw CommandFailure(
                    .failed,
                    "hearth soak: the heat ended, or another target was set, before it was done"
                )
            }
            let chamber = StatusReport.degrees(state["chamber"]?.object?["temperature_c"])
            switch phase {
            case "done":
                line.end()
                if !isForPrograms { console.line("Soaked: chamber \(chamber).") }
                return .done
            case "soaking":
                let seconds = soak["remaining_s"]?.number ?? 0
                line.show(
                    "soaking, chamber \(chamber), about \(DurationText.rough(seconds: seconds)) left"
                )
            default:
                line.show("heating, chamber \(chamber)")
            }
        }
    }
}
