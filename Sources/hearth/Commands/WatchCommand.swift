import Client
import CommandLine
import Glibc
import JSON

extension Parameter<Duration> {
    fileprivate static let watchTime = Parameter.option(
        "--for",
        "TIME",
        allowed: "a time up to 30 days, as in 30s, 10min or 6h",
        summary: "How long, as in 10min. Default: until Ctrl-C."
    ) { Duration(typed: $0) }
}

extension CommandSpecification {
    /// `hearth watch`
    static let watch = CommandSpecification(
        words: ["watch"],
        summary: "show all the time what the heater does",
        description: [
            "Shows what \"hearth status\" shows, each second, with the last ten minutes below it. Ends "
                + "with Ctrl-C. A daemon that restarts is waited for.",
            "Where the output is no terminal, it is one line a second: what the heater does, chamber and "
                + "element. With --json it is the whole state, one line a second.",
        ],
        options: [Parameter.watchTime, Parameter.host, Flag.json],
        examples: [
            Example("hearth watch", "Until Ctrl-C."),
            Example("hearth watch --for 1h > warm-up.txt", "An hour, into a file."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let end = arguments.value(of: .watchTime).map { ContinuousClock.now + $0 }
            var screen = WatchScreen(console, isForPrograms: arguments.has(.json))
            // What cannot be reached at first is a mistake; later it is a restart.
            var client = try DaemonClient(arguments)
            while true {
                do throws(CommandFailure) {
                    let state = try client.get("/api/v1/state")
                    let minutes =
                        screen.showsCurves
                        ? try client.get("/api/v1/history?last_s=600&points=120").object : nil
                    screen.show(state, minutes)
                } catch {
                    guard error.status == .unreachable else { throw error }
                    screen.showSilence()
                    if let found = reach(arguments) { client = found }
                }
                if let end, ContinuousClock.now >= end { return .done }
                usleep(period)
            }
        }
    )

    private static let period: useconds_t = 1_000_000

    /// The daemon, or nil while it does not answer.
    private static func reach(_ arguments: Arguments) -> DaemonClient? {
        do throws(CommandFailure) {
            return try DaemonClient(arguments)
        } catch {
            return nil
        }
    }
}
