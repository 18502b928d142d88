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
            "With --through it asks the running daemon under the address that a browser uses, through "
                + "the proxy there: whether it is this daemon that answers, whether names, WebSockets, the "
                + "page's stream and updates of full length arrive, and what to write into the proxy's "
                + "file where they do not. That changes nothing either. Where Hearth asks for a "
                + "password, the stream is tried with the token in HEARTH_TOKEN.",
        ],
        options: [
            Parameter.board, Parameter.state, Parameter.listen, Parameter.serviceFile,
            Parameter.root, Parameter.through,
            Flag.json,
        ],
        examples: [
            Example("sudo -u hearth hearth doctor", "As the service would run."),
            Example("hearth doctor --board boards/simulated.conf", "For a try-out at the desk."),
            Example(
                "hearth doctor --through https://heater.example.org/",
                "Behind a proxy (docs/access.md)."
            ),
        ],
        statuses: [.failed],
        files: [.boardFile, .serviceFile, .stateDirectory],
        environment: [.hearthToken, .certificateFile],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let doctor = Doctor(arguments)
            let findings =
                arguments.value(of: .through).map { doctor.findings(through: $0) }
                ?? doctor.findings()
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
            settings: service,
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
    static let certificateFile = CommandSpecification.Place(
        "SSL_CERT_FILE",
        "A PEM file with the authorities to trust in place of the machine's, for --through."
    )
    static let stateDirectory = CommandSpecification.Place(
        "/var/lib/hearth, ~/.local/state/hearth",
        "The state directory of root, and of anyone else, where --state and $STATE_DIRECTORY name "
            + "no other."
    )
}
