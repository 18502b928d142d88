import Boards
import Lines
import Settings
import WebSocket

/// Every check of `hearth doctor`, in the order in which a machine is put together: it changes nothing,
/// opens no line as an output, and leaves a running daemon's bus alone.
struct Doctor {
    var boardPath = BoardFile.standardPath
    var statePath = StatePath.standard
    var serviceFile: String?
    /// Where the daemon listens; `nil`: as file and board say.
    var listen: ListenAddress?
    var root = MachineRoot()
    /// `nil`: the one service of a machine with one heater.
    var instance: Instance?

    func findings() -> [Finding] {
        let (boardFinding, board) = BoardCheck.look(at: boardPath)
        guard root.isThisMachine else {
            let outputs = board?.lines.map { [OutputsCheck.finding($0, root)] } ?? []
            return [boardFinding] + outputs + machine(board)
        }
        let (serviceFinding, service) = ServiceCheck.look(at: serviceFile)
        let address = listen ?? service?.listen ?? .standard(for: board?.kind)
        return [ProgramCheck.finding(), boardFinding, serviceFinding]
            + hardware(board, address)
            + StateCheck.findings(statePath) + [PortCheck.finding(address)]
            + ClockCheck.findings() + [RealtimeCheck.finding()]
            + (board?.kind == .simulated ? [] : machine(board))
    }

    /// What the board hangs on. A computed board hangs on nothing.
    private func hardware(_ board: BoardDescription?, _ address: ListenAddress) -> [Finding] {
        guard let board, board.kind == .linux else { return [] }
        let daemon = RunningDaemonLook(statePath, address)
        var findings: [Finding] = []
        if let lines = board.lines {
            findings += LinesCheck.findings(lines, daemon) + [OutputsCheck.finding(lines, root)]
        }
        if let finding = AccessCheck.finding(deviceFiles(of: board)) { findings.append(finding) }
        return findings + ConverterCheck.findings(board, daemon)
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

    /// What sees to it that the daemon runs, and that a machine which hangs does not heat.
    private func machine(_ board: BoardDescription?) -> [Finding] {
        [KernelCheck.finding(root), UnitCheck.finding(root, instance)]
            + WatchdogCheck.findings(root)
    }
}
