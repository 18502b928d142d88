import Boards
import Chamber
package import CommandLine
import Lines
package import Settings
package import WebSocket

/// Every check of `hearth doctor`, in the order in which a machine is set up. It changes nothing,
/// opens no line as an output, and does not use a running daemon's bus.
package struct Doctor {
    private let boardPath: String
    private let statePath: String
    private let service: Finding
    private let settings: ServiceFile?
    private let listen: ListenAddress?
    private let root: MachineRoot
    private let instance: Instance?

    /// Checks for one heater.
    ///
    /// - Parameters:
    ///   - service: the finding about the service file.
    ///   - settings: what the service file says; `nil` where it has mistakes.
    ///   - listen: where the daemon listens; `nil`: as the board has it.
    ///   - root: the machine.
    ///   - instance: `nil`: the one service of a machine with one heater.
    package init(
        boardPath: String,
        statePath: String,
        service: Finding,
        settings: ServiceFile?,
        listen: ListenAddress?,
        root: MachineRoot = MachineRoot(),
        instance: Instance? = nil
    ) {
        self.boardPath = boardPath
        self.statePath = statePath
        self.service = service
        self.settings = settings
        self.listen = listen
        self.root = root
        self.instance = instance
    }

    /// All findings, in the order of the checks.
    package func findings() -> [Finding] {
        let (boardFinding, board) = FileCheck.board(at: boardPath)
        guard root.isThisMachine else {
            return [boardFinding] + lateFaults(board) + boot(board) + machine()
        }
        let usual = ListenAddress.standard(for: board?.kind)
        let address = listen ?? PortCheck.place(usual: usual)
        let daemon = RunningDaemon(statePath, address)
        // Added one by one: a chain of this length is too long for the compiler of Debian 13.
        var findings = [MachineCheck.program(), boardFinding, service]
        findings += lateFaults(board)
        findings += hardware(board, daemon)
        if board != nil { findings += CalibrationCheck.findings(daemon) }
        findings += connections(daemon)
        findings += StateCheck.findings(statePath)
        findings.append(PortCheck.finding(address, usual: listen ?? usual))
        findings += ClockCheck.findings()
        findings.append(MachineCheck.realtime())
        if board?.kind != .simulated { findings += machine() }
        return findings
    }

    /// What is lost between a browser at `site` and the daemon, where a proxy is between them.
    package func findings(through site: SiteAddress) -> [Finding] {
        let address = listen ?? .standard(for: FileCheck.board(at: boardPath).board?.kind)
        let findings = ThroughCheck(site, own: DaemonAddress(of: address)).findings()
        // It may name another address than the one that was asked.
        return service.grade == .failed ? [service] + findings : findings
    }

    /// The board's hardware. A simulated board has none.
    private func hardware(_ board: BoardDescription?, _ daemon: RunningDaemon) -> [Finding] {
        guard let board, board.kind == .linux else { return [] }
        var findings: [Finding] = []
        if let lines = board.lines {
            findings += LinesCheck.findings(lines, daemon)
            findings += IdleCheck.checks(of: lines, lettingGo: false).map(\.finding)
        }
        findings += boot(board)
        if let finding = AccessCheck.finding(deviceFiles(of: board)) { findings.append(finding) }
        return findings + ConverterCheck.findings(board, daemon)
    }

    /// What the kernel does with the lines of a program that has died, and what config.txt lacks.
    private func boot(_ board: BoardDescription?) -> [Finding] {
        guard let lines = board?.lines else { return [] }
        return [LinesCheck.outputs(lines, root), BootCheck.finding(lines, root)].compactMap { $0 }
    }

    /// Hub, broker and server of the service file, the printer that is bound, and what is left to do.
    private func connections(_ daemon: RunningDaemon) -> [Finding] {
        LinksCheck.findings(settings) + PrinterCheck.findings(daemon) + LeftCheck.findings(daemon)
    }

    /// What a board without an element probe sees late or never.
    private func lateFaults(_ board: BoardDescription?) -> [Finding] {
        let faults = board.map { LateFault.list(for: $0.configuration) } ?? []
        return faults.map { .warning("element", $0.line, advice: "fit an element probe") }
    }

    /// The device files that the service has to open.
    private func deviceFiles(of board: BoardDescription) -> [String] {
        var paths: [String] = []
        if let chip = board.lines?.chip {
            paths += GPIOChip.all().filter { $0.label == chip || $0.path == chip }.map(\.path)
        }
        if case .chip(_, let place) = board.converter.source { paths.append(place.path) }
        return paths
    }

    /// Checks what keeps the daemon running, and a machine that hangs from heating.
    private func machine() -> [Finding] {
        [MachineCheck.kernel(root), UnitCheck.finding(root, instance), SleepCheck.finding(root)]
            + WatchdogCheck.findings(root)
    }
}

/// What one check found, and the one thing to do about it.
package struct Finding: Equatable, Sendable {
    /// How bad it is.
    package enum Grade: String, Sendable {
        case ok
        /// Works, but not as well as it could.
        case warning
        /// Hearth would not start, or not be safe.
        case failed
    }

    /// How bad it is.
    package let grade: Grade
    /// What was checked, in a word.
    package let subject: String
    /// What was found.
    package let text: String
    /// What to do; `nil` where there is nothing.
    package let advice: String?

    private init(_ grade: Grade, _ subject: String, _ text: String, _ advice: String?) {
        self.grade = grade
        self.subject = subject
        self.text = text
        self.advice = advice
    }

    /// All is well.
    package static func ok(_ subject: String, _ text: String) -> Finding {
        Finding(.ok, subject, text, nil)
    }

    /// It works, but not as well as it could.
    package static func warning(_ subject: String, _ text: String, advice: String) -> Finding {
        Finding(.warning, subject, text, advice)
    }

    /// Hearth would not start, or not be safe.
    package static func failed(_ subject: String, _ text: String, advice: String) -> Finding {
        Finding(.failed, subject, text, advice)
    }

    /// `failed   port      127.0.0.1:80: another program has it; stop it, or …`
    package var line: String {
        let grade = grade.rawValue.padded(to: 9)
        return grade + subject.padded(to: 10) + text + (advice.map { "; \($0)" } ?? "")
    }
}
