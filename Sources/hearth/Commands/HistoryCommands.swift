import Client
import CommandLine
import JSON
import Studio
import System

extension Parameter<Duration> {
    fileprivate static let span = Parameter.option(
        "--last",
        "TIME",
        allowed: "a time up to 30 days, as in 90min, 6h, 6h30m or 2d",
        summary: "How far back, as in 90min, 6h30m or 2d, up to 30 days (default 1h)."
    ) { Duration(typed: $0) }
}

extension Parameter<Int64> {
    private static func time(_ name: String, summary: String) -> Parameter {
        Parameter.option(
            name,
            "TIME",
            allowed: "a time of this machine, as in \"2026-07-30 14:05\", 2026-07-30 or 14:05",
            summary: summary
        ) { LocalTime.milliseconds(typed: $0, now: LocalTime.now) }
    }

    static let rangeStart = time(
        "--from",
        summary: "From when on, as in \"2026-07-30 14:05\", 2026-07-30 or 14:05 of today."
    )
    static let rangeEnd = time(
        "--to",
        summary: "Until when, written in the same way (default: now)."
    )
}

extension Arguments {
    /// What `--from` and `--to` ask for, as parameters of the API.
    var range: String {
        let from = value(of: .rangeStart).map { "&from_ms=\($0)" } ?? ""
        return from + (value(of: .rangeEnd).map { "&to_ms=\($0)" } ?? "")
    }
}

extension Parameter<String> {
    fileprivate static let table = path(
        "--csv",
        summary:
            "Write every recorded interval as comma-separated values instead; - is standard output."
    )
    fileprivate static let picture = path(
        "--svg",
        summary: "Write an SVG picture instead; - is standard output."
    )
}

extension CommandSpecification {
    /// `hearth history --last 6h`
    static let history = CommandSpecification(
        words: ["history"],
        summary: "show what the temperatures were, as a table",
        description: [
            "Shows what a running daemon has recorded: chamber, element, set point, and the share of time "
                + "that the heater was on. What is longer ago is kept in longer intervals, for 30 days. "
                + "Times are in this machine's zone; comma-separated values have milliseconds since 1970."
        ],
        options: [
            Parameter.span, Parameter.rangeStart, Parameter.rangeEnd, Parameter.table,
            Parameter.host,
            Flag.json,
        ],
        examples: [
            Example("hearth history --last 6h", "The last six hours, in 24 lines."),
            Example("hearth history --from 2026-07-30 --to 2026-07-31", "One day."),
            Example("hearth history --last 2d --csv print.csv", "Two days, for a spreadsheet."),
        ],
        statuses: [.failed, .unreachable, .refused, .unavailable],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try show(arguments, console, as: \.table, orTo: .table) { report in
                report.csv.joined(separator: "\n") + "\n"
            }
        }
    )

    /// `hearth plot --last 6h`
    static let plot = CommandSpecification(
        words: ["plot"],
        summary: "draw what the temperatures were, in the terminal or as a picture",
        description: [
            "Draws what a running daemon has recorded, as \"hearth history\" lists it: with characters, "
                + "or as a picture for a report."
        ],
        options: [
            Parameter.span, Parameter.rangeStart, Parameter.rangeEnd, Parameter.picture,
            Parameter.host,
            Flag.json,
        ],
        examples: [
            Example("hearth plot", "The last hour, in the terminal."),
            Example("hearth plot --last 12h --svg night.svg", "The night, as a picture."),
        ],
        statuses: [.failed, .unreachable, .refused, .unavailable],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try show(arguments, console, as: \.plot, orTo: .picture) { picture(of: $0) }
        }
    )

    private static func picture(of report: HistoryReport) -> String {
        let start = report.rows.first?.time ?? 0
        let points = report.rows.map { row in
            HistoryPlot.Point(
                seconds: Double(row.time - start) / 1_000,
                chamber: row.chamber,
                element: row.element,
                setPoint: row.setPoint,
                duty: row.duty
            )
        }
        let title = "Since \(LocalTime.text(milliseconds: start) ?? "unknown")"
        return HistoryPlot(title: title, points).svg
    }

    /// As many points as a picture has room for.
    private static let points = 1_000

    /// Shows what is recorded in lines, or writes `content` to the file of the option `file`.
    private static func show(
        _ arguments: Arguments,
        _ console: Console,
        as lines: KeyPath<HistoryReport, [String]>,
        orTo file: Parameter<String>,
        _ content: (HistoryReport) -> String
    ) throws(CommandFailure) -> ExitCode {
        let span = arguments.value(of: .span)
        if span != nil, arguments.value(of: .rangeStart) != nil {
            throw CommandFailure(.usage, "give --last or --from, not both")
        }
        let seconds = (span ?? .seconds(3_600)).components.seconds
        let last = arguments.value(of: .rangeStart) == nil ? "&last_s=\(seconds)" : ""
        let path = "/api/v1/history?points=\(points)\(last)\(arguments.range)"
        let answer = try DaemonClient(arguments).get(path)
        let report = HistoryReport(answer.object)
        if arguments.has(.json) {
            console.line(answer.text)
        } else if let path = arguments.value(of: file) {
            try write(content(report), to: path, console)
        } else {
            for line in report[keyPath: lines] { console.line(line) }
        }
        return .done
    }

    /// Writes a table or a picture into a file, or prints it where the path is `-`.
    static func write(
        _ text: String,
        to path: String,
        _ console: Console
    ) throws(CommandFailure) {
        guard path != "-" else { return console.write(text) }
        do throws(SystemError) {
            try File.write(text, to: path)
        } catch {
            throw error.commandFailure
        }
        console.line("Written to \(path).")
    }
}
