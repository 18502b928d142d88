import JSON

extension CommandSpecification {
    /// `hearth network status`
    static let networkStatus = CommandSpecification(
        words: ["network", "status"],
        summary: "show how the machine is joined to its network",
        description: [
            "Shows the network in use, the address and name by which others reach the daemon, whether "
                + "the hotspot is on, and what became of the last wish about them, where it failed."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth network status", "The daemon on this machine.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try DaemonClient(arguments).get("/api/v1/state")
            let report = NetworkReport(answer.object)
            if arguments.has(.json) {
                console.line(report.json)
            } else {
                for line in report.lines { console.line(line) }
            }
            return .done
        }
    )

    /// `hearth network hotspot`
    static let networkHotspot = CommandSpecification(
        words: ["network", "hotspot"],
        summary: "show the device's own network and its password",
        description: [
            "Shows name, password and address of the network that the device offers, or would. The "
                + "password was made up at the first start."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth network hotspot", "What to type into a phone.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try DaemonClient(arguments).get("/api/v1/hotspot")
            guard !arguments.has(.json) else {
                console.line(answer.text)
                return .done
            }
            for line in NetworkReport.hotspot(answer.object) { console.line(line) }
            return .done
        }
    )
}
