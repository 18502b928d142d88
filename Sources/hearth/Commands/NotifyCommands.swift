import Client
import CommandLine
import JSON

extension CommandSpecification {
    /// `hearth notify status`
    static let notifyStatus = CommandSpecification(
        words: ["notify", "status"],
        summary: "show where messages go, and whether they arrive",
        description: [
            "Shows each way that hearth.conf names below [notify], how many messages wait there, and why "
                + "the last one did not arrive."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth notify status", "The daemon on this machine.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try DaemonClient(arguments).get("/api/v1/notify")
            guard !arguments.has(.json) else {
                console.line(answer.text)
                return .done
            }
            let ways = NotifyReport.ways(answer.object)
            guard !ways.isEmpty else {
                console.line(
                    "No messages are sent: name a way below [notify] in hearth.conf, and restart."
                )
                return .done
            }
            for way in ways { console.line(way.standing) }
            return .done
        }
    )

    /// `hearth notify test`
    static let notifyTest = CommandSpecification(
        words: ["notify", "test"],
        summary: "send a test message over every way",
        description: [
            "Sends one message over each way that hearth.conf names below [notify], at once and without a "
                + "second try, and shows whether it arrived."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth notify test", "Then look at the phone.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try DaemonClient(arguments).wish(
                to: "/api/v1/notify/test",
                timeout: .seconds(40)
            ) { _ in }
            if arguments.has(.json) {
                console.line(answer.text)
            } else {
                for way in NotifyReport.ways(answer.object) { console.line(way.outcome) }
            }
            return answer.object["result"]?.string == "sent" ? .done : .failed
        }
    )
}
