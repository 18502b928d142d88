import Client
import CommandLine

extension CommandSpecification {
    /// `hearth events`
    static let events = CommandSpecification(
        words: ["events"],
        summary: "list what happened, and who asked for it",
        description: [
            "Lists the newest events of a running daemon, the last one at the bottom: when, what, "
                + "why, and in brackets who asked for it where it was not the controller itself. "
                + "Times are in this machine's zone.",
            "A fault comes with its rule, what happened with values and limits, and what to check; "
                + "the newest also with the two minutes before it, as curves.",
        ],
        options: [Parameter.last, Parameter.host, Flag.json],
        examples: [
            Example("hearth events", "The last 20."),
            Example("hearth events --last 100 --json", "The last 100, for a program."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let count = arguments.value(of: .last) ?? 20
            let client = try DaemonClient(arguments)
            let answer = try client.get("/api/v1/events?limit=\(count)")
            guard !arguments.has(.json) else {
                console.line(answer.text)
                return .done
            }
            let list = EventList(answer.object)
            var stop: StopReport?
            if let id = list.newestStop {
                stop = StopReport(try client.get("/api/v1/stop?event=\(Int64(id))").object)
            }
            for line in list.lines(stop: stop) { console.line(line) }
            return .done
        }
    )
}
