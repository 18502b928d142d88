import Chamber
import Client
import CommandLine
import JSON

extension Flag {
    fileprivate static let replaced = Flag(
        name: "--replaced",
        summary: "The relay is a new one: count from 0."
    )
}

extension CommandSpecification {
    /// `hearth relay`
    static let relay = CommandSpecification(
        words: ["relay"],
        summary: "how often the heater's relay has switched in its life",
        description: [
            "Shows how often the heater's relay has switched, and how much of its rated life that is "
                + "(rated_switchings in the board file). Hearth counts over restarts and warns at "
                + "80 %."
        ],
        options: [Flag.replaced, Parameter.host, Flag.json],
        examples: [
            Example("hearth relay", "The count so far."),
            Example("hearth relay --replaced", "After a new relay was put in."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            arguments.has(.replaced)
                ? try restartCount(arguments, console) : try showCount(arguments, console)
        }
    )

    private static func restartCount(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        try WishConversation(arguments, console).ask { writer in
            writer.member("relay_replaced", true)
        } report: { _, _ in
            ["The relay's switchings are counted from 0."]
        }
    }

    private static func showCount(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let state = try DaemonClient(arguments).get("/api/v1/state").object
        let relay = state["health"]?.object?["relay"]?.object
        let count = relay?["switchings"]?.number ?? 0
        let used = relay?["used"]?.number
        guard !arguments.has(.json) else {
            let bytes = JSONWriter.object { json in
                json.member("switchings", count, decimals: 0)
                json.member("used", used, decimals: 3)
            }
            console.line(String(decoding: bytes, as: UTF8.self))
            return .done
        }
        console.line(HealthLines.relay(count: count, used: used))
        return .done
    }
}
