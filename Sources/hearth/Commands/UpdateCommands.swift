import Chamber
import Client
import CommandLine
import Glibc
import JSON
import MachineClock
import SwitchCore
import System
import Update

extension Parameter<String> {
    fileprivate static let bundle = textArgument(
        "FILE",
        allowed: "an update's file",
        summary: "An update: hearth-<version>-<architecture>.bin."
    )
}

extension Parameter<Int> {
    fileprivate static let process = Parameter.argument(
        "PROCESS",
        allowed: "a process's number",
        summary: "The process to watch over."
    ) { Int($0).flatMap { $0 > 1 ? $0 : nil } }
    fileprivate static let seconds = Parameter.argument(
        "SECONDS",
        allowed: "a number of seconds",
        summary: "How long its trial may take."
    ) { Int($0).flatMap { (1...86_400).contains($0) ? $0 : nil } }
}

extension CommandSpecification {
    private static let statuses: [ExitCode] = [.failed, .unreachable, .refused]

    /// `hearth update`
    static let update = CommandSpecification(
        words: ["update"],
        summary: "install another version, signed and on trial",
        description: [
            "Uploads an update to a running daemon, and waits for the result. The daemon "
                + "checks the signature and everything else before it unpacks anything, and takes "
                + "no update while heat is on. The new version then starts on trial: it stays if it "
                + "runs well for a minute; otherwise the service rolls back.",
            "An update that came as a Debian package needs no such command: apt installs it.",
        ],
        arguments: [Parameter<String>.bundle],
        options: [Parameter.host],
        examples: [Example("hearth update hearth-0.2.0-arm64.bin", "And shows the result.")],
        statuses: statuses + [.unavailable],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let path = try arguments.required(Parameter<String>.bundle)
            let bytes: [UInt8]
            do throws(SystemError) {
                bytes = try File.beginning(of: path, BundleLimits.bundle + 1)
            } catch {
                throw error.commandFailure
            }
            return try UpdateConversation(DaemonClient(arguments), console).install(bytes)
        }
    )

    /// `hearth update rollback`
    static let updateRollback = CommandSpecification(
        words: ["update", "rollback"],
        summary: "go back to the version that ran before",
        description: [
            "Restarts the service with the version that ran before the last update; from the first "
                + "update on that is the package's. Refused while heat is on."
        ],
        options: [Parameter.host],
        examples: [Example("hearth update rollback", "The version before runs again.")],
        statuses: statuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try UpdateConversation(DaemonClient(arguments), console).rollBack()
        }
    )

    /// `hearth update slots`
    static let updateSlots = CommandSpecification(
        words: ["update", "slots"],
        summary: "list the installed versions, and which one runs",
        description: [
            "Lists the package's version and what updates have put into the two slots, which one "
                + "runs, whether it is on trial, and which one a rollback would choose."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth update slots", "A line each.")],
        statuses: statuses,
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try UpdateConversation(DaemonClient(arguments), console).list(
                asJSON: arguments.has(.json)
            )
        }
    )

    /// `hearth update guard`
    static let updateGuard = CommandSpecification(
        words: ["update", "guard"],
        summary: "watch over a version on trial; the service starts it",
        description: [
            "Ends a version on trial that lives on without being in good order when its time is up, "
                + "so that the version before comes back. The service starts it beside each trial; "
                + "nobody else needs it."
        ],
        arguments: [Parameter<Int>.process, Parameter<Int>.seconds],
        options: [Parameter.state],
        examples: [Example("hearth update guard 1234 180", "Process 1234 has three minutes.")],
        statuses: [.unavailable],
        files: [.stateDirectory],
        run: { (arguments: Arguments, _: Console) throws(CommandFailure) -> ExitCode in
            let seconds = try arguments.required(Parameter<Int>.seconds)
            let watch = TrialGuard(
                process: pid_t(try arguments.required(Parameter<Int>.process)),
                deadline: Instant.monotonic().advanced(by: .seconds(seconds)),
                statePath: arguments.value(of: .state) ?? StatePath.standard
            )
            do throws(SystemError) {
                try watch.run()
            } catch {
                throw CommandFailure(.unavailable, "hearth update guard: \(error)")
            }
            return .done
        }
    )
}
