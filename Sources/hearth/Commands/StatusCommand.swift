import Client
import CommandLine

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
}

extension CommandSpecification.Place {
    static let hearthHost = CommandSpecification.Place(
        "HEARTH_HOST",
        "The daemon to talk to where --host is not given, written in the same way."
    )
}
