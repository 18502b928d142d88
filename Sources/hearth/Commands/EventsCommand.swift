extension CommandSpecification {
    /// `hearth events`
    static let events = CommandSpecification(
        words: ["events"],
        summary: "list what happened, and who asked for it",
        description: [
            "Lists the newest events of a running daemon, the last one at the bottom: when, what, "
                + "why, and in brackets who asked for it where it was not the controller itself. "
                + "Times are in this machine's zone."
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
            let answer = try DaemonClient(arguments).get("/api/v1/events?limit=\(count)")
            if arguments.has(.json) {
                console.line(answer.text)
            } else {
                for line in EventList(answer.object).lines { console.line(line) }
            }
            return .done
        }
    )
}
