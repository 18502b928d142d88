import Client
import CommandLine

extension Parameter<Int> {
    fileprivate static let runCount = number(
        "--limit",
        1...200,
        summary: "How many, the newest first (default 20; with --csv, 2000)."
    )
}

extension Parameter<String> {
    fileprivate static let runTable = path(
        "--csv",
        summary: "Write comma-separated values instead; - is standard output."
    )
}

extension CommandSpecification {
    /// `hearth runs`
    static let runs = CommandSpecification(
        words: ["runs"],
        summary: "show what was heated, how long and with how much energy",
        description: [
            "Lists the heater's runs, each from the first demand for heat to its end: what for, how warm, "
                + "how soon, how long, and why it ended. The energy is the heater's alone, estimated from "
                + "its rated power and the time that it was on; what it cost is told where hearth.conf has "
                + "a price below [energy]."
        ],
        options: [
            Parameter.runCount, Parameter.rangeStart, Parameter.rangeEnd, Parameter.runTable,
            Parameter.host, Flag.json,
        ],
        examples: [
            Example("hearth runs", "The newest twenty, today and this month."),
            Example("hearth runs --from 2026-07-01 --csv july.csv", "For a spreadsheet."),
        ],
        statuses: [.failed, .unreachable, .refused, .unavailable],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let file = arguments.value(of: .runTable)
            let count = arguments.value(of: .runCount) ?? (file == nil ? 20 : 2_000)
            let path = "/api/v1/runs?limit=\(count)\(arguments.range)"
            let client = try DaemonClient(arguments)
            if let file {
                try write(try client.text(path + "&format=csv"), to: file, console)
                return .done
            }
            let answer = try client.get(path)
            if arguments.has(.json) {
                console.line(answer.text)
            } else {
                for line in RunsReport(answer.object).lines { console.line(line) }
            }
            return .done
        }
    )
}
