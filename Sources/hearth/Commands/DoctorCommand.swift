import Boards
import CommandLine
import Doctor
import JSON
import Settings
import WebSocket

extension CommandSpecification {
    /// `hearth doctor`
    static let doctor = CommandSpecification(
        words: ["doctor"],
        summary: "check what the daemon needs on this machine",
        description: [
            "Checks everything that a heater depends on: the board file, the GPIO chip and its lines, the "
                + "converter, the dividers' supply and each probe, the state directory and its "
                + "disk, the port, the clocks, the watchdogs and the service. One line for each: "
                + "ok, warning or failed, what was found, and the one thing to do.",
            "It changes nothing, heats nothing, and may run beside the daemon, whose bus it "
                + "leaves alone; give it the options that \"hearth run\" gets.",
        ],
        options: [
            Parameter.board, Parameter.state, Parameter.listen, Parameter.serviceFile,
            Parameter.root,
            Flag.json,
        ],
        examples: [
            Example("sudo -u hearth hearth doctor", "As the service would run."),
            Example("hearth doctor --board boards/simulated.conf", "For a try-out at the desk."),
        ],
        statuses: [.failed],
        files: [.boardFile, .serviceFile, .stateDirectory],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let findings = Doctor(arguments).findings()
            if arguments.has(.json) {
                console.line(json(findings))
            } else {
                for finding in findings { console.line(finding.line) }
            }
            return findings.contains { $0.grade == .failed } ? .failed : .done
        }
    )

    private static func json(_ findings: [Finding]) -> String {
        let bytes = JSONWriter.object { writer in
            writer.member("ok", !findings.contains { $0.grade == .failed })
            writer.array("findings") { list in
                for finding in findings {
                    list.object { object in
                        object.member("grade", finding.grade.rawValue)
                        object.member("subject", finding.subject)
                        object.member("text", finding.text)
                        if let advice = finding.advice { object.member("advice", advice) }
                    }
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Doctor {
    /// From a command's options; `boardPath` and `root` where they come from elsewhere.
    init(_ arguments: Arguments, boardPath: String? = nil, root: MachineRoot? = nil) {
        let (finding, service) = FileCheck.service(at: arguments.value(of: .serviceFile))
        self.init(
            boardPath: boardPath ?? arguments.value(of: .board) ?? BoardFile.standardPath,
            statePath: arguments.value(of: .state) ?? StatePath.standard,
            service: finding,
            listen: arguments.value(of: .listen) ?? service?.listen,
            root: root ?? MachineRoot(arguments.value(of: .root) ?? ""),
            instance: arguments.value(of: .instance)
        )
    }
}

extension CommandSpecification.Place {
    static let boardFile = CommandSpecification.Place(
        BoardFile.standardPath,
        "The board file where --board names no other (see \"hearth help board-file\")."
    )
    static let serviceFile = CommandSpecification.Place(
        ServiceFile.standardPath,
        "Address, log level and names where no option gives them (see \"hearth help service-file\")."
    )
    static let stateDirectory = CommandSpecification.Place(
        "/var/lib/hearth, ~/.local/state/hearth",
        "The state directory of root, and of anyone else, where --state and $STATE_DIRECTORY name "
            + "no other."
    )
}
