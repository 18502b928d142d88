import Client
import CommandLine
import Surroundings

extension CommandSpecification {
    /// `hearth status`
    static let status = CommandSpecification(
        words: ["status"],
        summary: "show temperatures, mode and faults",
        description: [
            "Shows in a few lines what a running daemon does: what it heats to, what the probes "
                + "read, how much the heater was on in the last minute, what is left of a drying "
                + "run, and each fault or warning with what to do about it."
        ],
        options: [Parameter.host, Flag.json],
        examples: [
            Example("hearth status", "The daemon on this machine."),
            Example("hearth status --host pandabreath.local", "One on another machine."),
            Example("hearth status --json", "Everything there is, for a program."),
        ],
        statuses: [.failed, .unreachable],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let state = try DaemonClient(arguments).get("/api/v1/state")
            if arguments.has(.json) {
                console.line(state.text)
            } else {
                for line in StatusReport(state.object).lines { console.line(line) }
            }
            return .done
        }
    )

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
        options: [
            Parameter.last, Parameter.rangeStart, Parameter.rangeEnd, Parameter.kinds,
            Parameter.host,
            Flag.json,
        ],
        examples: [
            Example("hearth events", "The last 20."),
            Example("hearth events --kind latched,warning_raised", "Faults and warnings."),
            Example("hearth events --last 100 --json", "The last 100, for a program."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let count = arguments.value(of: .last) ?? 20
            let client = try DaemonClient(arguments)
            let kinds = arguments.value(of: .kinds).map { "&kinds=\($0)" } ?? ""
            let answer = try client.get("/api/v1/events?limit=\(count)\(kinds)\(arguments.range)")
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

extension Parameter<String> {
    fileprivate static let kinds = Parameter.option(
        "--kind",
        "KINDS",
        allowed: "kinds of events with commas between them, as in latched,warning_raised",
        words: Occurrence.Kind.words,
        summary: "Only events of these kinds, with commas between them."
    ) { text in
        let words = text.split(separator: ",").map(String.init)
        let isKnown = !words.isEmpty && words.allSatisfy(Occurrence.Kind.words.contains)
        return isKnown ? words.joined(separator: ",") : nil
    }
}

extension CommandSpecification.Place {
    static let hearthHost = CommandSpecification.Place(
        "HEARTH_HOST",
        "The daemon to talk to where --host is not given, written in the same way."
    )
}
