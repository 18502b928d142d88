import Chamber
import Client
import CommandLine
import Dialects
import JSON
import Plant
import SwitchCore

extension Parameter<String> {
    fileprivate static let fault = Parameter.argument(
        "NAME",
        allowed: "the name of a fault, or none",
        words: PlantFault.allCases.map(\.name) + ["none"],
        summary: "The fault that begins, or changes its size; \"none\" ends all."
    ) { name in
        PlantFault(name: name) != nil || name == "none" ? name : nil
    }
}

extension Parameter<Double> {
    fileprivate static let faultSize = Parameter.argument(
        "NUMBER",
        isRequired: false,
        allowed: "a number, as in 0.5",
        summary: "How large it is; docs/simulation.md says what each fault's number counts."
    ) { Double(plain: $0) }
}

extension CommandSpecification {
    /// `hearth simulate fault fan_weak 0.5`
    static let simulateFault = breaking(["simulate", "fault"])

    /// `hearth fault fan_weak 0.5`: the same, for people who try out what happens.
    static let fault = breaking(["fault"])

    private static func breaking(_ words: [String]) -> CommandSpecification {
        let typed = "hearth " + words.joined(separator: " ")
        return CommandSpecification(
            words: words,
            summary: "put a fault into the chamber of a daemon on a simulated board",
            description: [
                "Breaks something in the computed chamber of a running daemon, so that one can watch "
                    + "what Hearth does about it. A daemon that drives a real heater refuses.",
                "The faults are those of scenario files: "
                    + PlantFault.allCases.map(\.name).joined(separator: ", ") + ".",
            ],
            arguments: [Parameter.fault, Parameter.faultSize],
            options: [Parameter.host, Flag.json],
            examples: [
                Example("\(typed) ssr_welded", "What if the relay welds now?"),
                Example("\(typed) fan_weak 0.5", "Half of the airflow is left."),
                Example("\(typed) none", "Everything is sound again."),
            ],
            statuses: [.failed, .unreachable, .refused],
            environment: [.hearthHost],
            run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
                let name = try arguments.required(.fault)
                let amount = arguments.value(of: .faultSize)
                let answer = try DaemonClient(arguments).wish(to: "/api/v1/simulate") { writer in
                    writer.member("fault", name)
                    if let amount { writer.member("amount", amount, decimals: 6) }
                }
                console.line(
                    arguments.has(.json)
                        ? answer.text
                        : name == "none"
                            ? "The simulated chamber has no fault."
                            : "The simulated chamber has \(name)\(amount.map { " \($0.plain)" } ?? "")."
                )
                return .done
            }
        )
    }
}
