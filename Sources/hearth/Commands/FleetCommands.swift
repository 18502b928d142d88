import Client
import CommandLine
import JSON

extension CommandSpecification {
    /// `hearth fleet`
    static let fleet = CommandSpecification(
        words: ["fleet"],
        summary: "show every heater that a daemon finds in its network",
        description: [
            "Has a running daemon look for other heaters in its network, and shows what each of them does, those "
                + "with a fault first. Takes some seconds. \"hearth find\" looks from this machine instead, "
                + "without a daemon.",
            "A heater with a password tells no more than that it is there.",
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth fleet", "One heater to a line.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try FleetReport.search(DaemonClient(arguments))
            guard !arguments.has(.json) else {
                console.line(answer.text)
                return .done
            }
            for line in FleetReport.lines(answer.object) { console.line(line) }
            return .done
        }
    )

    /// `hearth fleet off`
    static let fleetOff = CommandSpecification(
        words: ["fleet", "off"],
        summary: "turn every heater of a daemon's network off",
        description: [
            "Has a running daemon turn itself off and every other heater that it finds in its network, and names "
                + "those that have not confirmed it. A heater with a password has to be turned off on its own "
                + "page."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth fleet off", "Which are off, and which are not known to be.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try DaemonClient(arguments).wish(
                to: "/api/v1/fleet/off",
                timeout: .seconds(90)
            ) { _ in }
            if arguments.has(.json) {
                console.line(answer.text)
            } else {
                for line in FleetReport.outcomes(answer.object) { console.line(line) }
            }
            return answer.object["result"]?.string == "off" ? .done : .failed
        }
    )
}
