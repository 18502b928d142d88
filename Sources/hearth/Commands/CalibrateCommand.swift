import Chamber
import Client
import CommandLine
import Daemon
import Dialects
import JSON
import Studio
import SwitchCore
import System

extension Flag {
    fileprivate static let yes = Flag(
        name: "--yes",
        summary: "Do not ask: the door is closed and the chamber is cold."
    )
    fileprivate static let forget = Flag(
        name: "--forget",
        summary:
            "Heat nothing: forget the calibration, after you moved a probe or changed the heater."
    )
}

extension CommandSpecification {
    /// How often the daemon is asked for the progress, in ms.
    private static let lookMilliseconds = 500
    /// Longer than any calibration: 20 s, 4 min and 60 s.
    private static let mostLooks = 1_000

    /// `hearth calibrate`
    static let calibrate = CommandSpecification(
        words: ["calibrate"],
        summary: "measure the heater and its chamber by a few minutes of full power",
        description: [
            "Heats at full power for at most 4 minutes, from a cold chamber with its door closed, and "
                + "measures what regulation and guards build on: how fast the chamber warms and "
                + "how late its probe shows it, how much hotter than the air the element gets and "
                + "how fast. It takes about 5 minutes and turns itself off.",
            "It asks first. Ctrl-C, \"hearth off\", any other wish for heat and any fault end it, and "
                + "the old model stays. A curve that no closed chamber shows (an open "
                + "door, a blower that stands still) is refused.",
            "A calibration that differs much from the last one is refused too: a probe may have slipped. "
                + "Where you moved it or changed the heater, forget the old one with --forget first. "
                + "The board file's numbers then apply until the next calibration.",
        ],
        options: [Parameter.host, Flag.yes, Flag.forget, Parameter.plot, Flag.json],
        examples: [
            Example("hearth calibrate", "After wiring, and after changing heater or chamber."),
            Example("hearth calibrate --yes --plot step.svg", "In a script, with a picture."),
            Example("hearth calibrate --forget", "Before calibrating a heater that you changed."),
        ],
        statuses: [.failed, .unreachable, .refused, .unavailable],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            arguments.has(.forget)
                ? try forgetCalibration(arguments, console)
                : try runCalibration(arguments, console)
        }
    )

    private static func forgetCalibration(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        try WishConversation(arguments, console).ask { writer in
            writer.member("forget_calibration", true)
        } report: { result, _ in
            [
                result.isUnchanged
                    ? "There is no calibration to forget."
                    : "The calibration is forgotten; \"hearth calibrate\" measures a new one."
            ]
        }
    }

    private static func runCalibration(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let client = try DaemonClient(arguments)
        if !arguments.has(.yes) { try askForCalibration(console) }
        _ = try client.wish { $0.member("calibrate", true) }
        let isForPrograms = arguments.has(.json)
        var signals = Signals()
        var plot = CalibrationPlot()
        var line = ProgressLine(console, isSilent: isForPrograms)
        for _ in 0..<mostLooks {
            if signals.wait(milliseconds: lookMilliseconds) != nil {
                _ = try client.wish { $0.member("stop_calibration", true) }
            }
            let state = try client.get("/api/v1/state").object
            plot.add(state)
            guard let calibration = state["calibration"]?.object else { break }
            guard let phase = calibration["phase"]?.string else {
                line.end()
                return try finish(calibration, state, plot, arguments, console)
            }
            line.show(progress(phase, calibration, state))
        }
        line.end()
        throw CommandFailure(
            .failed,
            "hearth calibrate: it does not end; look at it with \"hearth status\", "
                + "or end it with \"hearth off\""
        )
    }

    private static func askForCalibration(_ console: Console) throws(CommandFailure) {
        console.write(
            "This heats at full power for up to 4 minutes. The chamber has to be cold and its door "
                + "closed.\nCalibrate now? [y/N] "
        )
        guard let answer = console.ask() else {
            throw CommandFailure(
                .refused,
                "\nhearth calibrate: nobody answered, so nothing was heated; in a script, give --yes"
            )
        }
        guard ["y", "Y", "yes"].contains(answer) else {
            throw CommandFailure(.refused, "hearth calibrate: not agreed, so nothing was heated")
        }
    }

    private static func progress(
        _ phase: String,
        _ calibration: JSONObject,
        _ state: JSONObject
    ) -> String {
        let what =
            switch phase {
            case "resting": "at rest"
            case "heating": "full power"
            default: "cooling"
            }
        let share = (calibration["fraction"]?.number ?? 0) * 100
        let remaining = DurationText.exact(seconds: calibration["remaining_s"]?.number ?? 0)
        let chamber = StatusReport.degrees(state["chamber"]?.object?["temperature_c"])
        var text = "\(share.fixed(0)) %, \(what), chamber \(chamber)"
        if let element = state["element"]?.object, element["condition"]?.string == "good" {
            text += ", element \(StatusReport.degrees(element["temperature_c"]))"
        }
        return text + ", at most \(remaining) left"
    }

    private static func finish(
        _ calibration: JSONObject,
        _ state: JSONObject,
        _ plot: CalibrationPlot,
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let last = calibration["last"]?.object
        let isAdopted = last?["result"]?.string == "adopted"
        if arguments.has(.json) {
            console.line(
                String(decoding: summary(last, state["model"]?.object), as: UTF8.self)
            )
        } else {
            console.line(last?["text"]?.string ?? "The daemon does not know how it ended.")
        }
        if let path = arguments.value(of: .plot) {
            do throws(SystemError) {
                try File.write(plot.svg(last?["measured"]?.object), to: path)
            } catch {
                throw error.commandFailure
            }
        }
        return isAdopted ? .done : .failed
    }

    private static func summary(_ last: JSONObject?, _ model: JSONObject?) -> [UInt8] {
        JSONWriter.object { json in
            json.member("result", last?["result"]?.string ?? "unknown")
            json.member("text", last?["text"]?.string ?? "")
            for (name, object) in [("measured", last?["measured"]?.object), ("model", model)] {
                json.object(name) { json in
                    for (key, value) in object?.members ?? [] {
                        if let word = value.string {
                            json.member(key, word)
                        } else {
                            json.member(key, value.number, decimals: 5)
                        }
                    }
                }
            }
        }
    }
}
