package import Boards
import Chamber
import Glibc
import Inputs
import Lines
import Settings
import System
import Threads

/// A board's hardware and the threads and processes that serve it: the switch's process, its supervisor,
/// and the sampler of a real converter. The daemon and the self-test each use one.
package final class Hardware {
    /// The board that the beat reads and commands.
    package let board: any HeaterBoard
    /// The faults of a computed chamber; `nil` on a board with real lines.
    let simulation: SimulatedFaults?
    /// The watchdog time: no sign of life for this long is a failure (`docs/safety.md`, the service
    /// manager's watchdog).
    static let patience = Duration.seconds(2)

    private let supervisor: SwitchSupervisor?
    private let sampler: Sampler?
    private let clock: BeatClock

    /// Opens a board's hardware with every line off. Throws where a line is unavailable or a thread
    /// cannot start. An unreadable converter is no error, because it may recover.
    ///
    /// - Parameter failureAction: what the owner allowed against a switch that cannot be killed.
    package init(
        _ description: BoardDescription,
        clock: BeatClock,
        log: Log,
        failureAction: @escaping @Sendable () -> Void = {}
    ) throws(StartError) {
        self.clock = clock
        sampler = try Self.sampler(description, clock, log)
        let contacts = try Self.contacts(description)
        let tachometer = try Self.tachometer(description)
        // A switch process cannot follow a sped-up clock: its logic runs in this process then.
        let isInside = description.kind == .simulated && !clock.isRealTime
        if isInside {
            supervisor = nil
        } else {
            supervisor = try SwitchSupervisor(
                SwitchArguments(.serve, for: description),
                origin: clock.origin,
                log: log,
                failureAction: failureAction
            )
        }
        let hand: any SwitchConnection = supervisor?.link ?? InnerSwitch(description.configuration)
        if let sampler {
            board = LinuxBoard(
                sampler,
                contacts: contacts,
                tachometer: tachometer,
                hand: hand
            )
            simulation = nil
        } else {
            let simulated = SimulatedBoard(description, hand: hand, at: clock.now())
            board = simulated
            simulation = simulated.faults
        }
        do throws(SystemError) {
            try supervisor?.start()
            try sampler?.start()
        } catch {
            close()
            throw StartError(error)
        }
    }

    /// The hardware of a machine whose board is not known: no process, no bus and no line.
    init(withoutBoard clock: BeatClock) {
        self.clock = clock
        (supervisor, sampler, simulation) = (nil, nil, nil)
        board = UnknownBoard()
    }

    /// The sampler of a real converter; `nil` for a simulated one.
    private static func sampler(
        _ board: BoardDescription,
        _ clock: BeatClock,
        _ log: Log
    ) throws(StartError) -> Sampler? {
        guard board.kind == .linux else { return nil }
        do throws(SystemError) {
            return try Sampler(board, clock: { clock.now() }) { state in
                log(state.condition == .working ? .info : .error, state.description)
            }
        } catch {
            throw StartError(error)
        }
    }

    private static func contacts(_ board: BoardDescription) throws(StartError) -> ContactReader {
        do throws(LineError) {
            return try ContactReader(board.lines)
        } catch {
            throw StartError(error.description)
        }
    }

    private static func tachometer(
        _ board: BoardDescription
    ) throws(StartError) -> TachometerInput? {
        guard let lines = board.lines, let line = lines.tachometer else { return nil }
        do throws(LineError) {
            return try TachometerInput(line, of: lines.chip)
        } catch {
            throw StartError(error.description)
        }
    }

    /// Why the converter cannot be read, for people; `nil`: it can. From any thread.
    var converterTrouble: @Sendable () -> String? {
        { [sampler, clock] in
            guard let state = sampler?.state(at: clock.now()) else { return nil }
            switch state.condition {
            case .starting, .working: return nil
            case .failing, .hanging: return state.description
            }
        }
    }

    /// How many rounds of reading the converter failed since the start. From any thread.
    var converterErrors: @Sendable () -> UInt64 {
        { [sampler] in sampler?.failureCount ?? 0 }
    }

    /// The switch has answered within the watchdog time, or is no process of its own. A switch that
    /// cannot be killed counts as well: a restart of the service would find it as it is, and nobody would
    /// be left to report it and to do what the owner allowed.
    var isSwitchAnswering: Bool {
        guard let supervisor else { return true }
        return supervisor.link.hasAnswered(within: Self.patience) || supervisor.isSwitchStuck
    }

    /// Why nothing controls the lines, for people; `nil`: the switch does. From any thread.
    var switchTrouble: @Sendable () -> String? {
        { [supervisor] in
            guard supervisor?.isSwitchStuck ?? false else { return nil }
            return "hearth-switch hangs in the kernel and cannot be killed, and the heater may "
                + "be on; switch off its mains, and restart the machine"
        }
    }

    /// The program was told to end: a switch that is told so too, and ends, has not died.
    package func prepareToStop() {
        supervisor?.prepareToStop()
    }

    /// The converter's reads return, even if they fail; false: one hangs.
    var isSampling: Bool {
        guard let state = sampler?.state(at: clock.now()) else { return true }
        if case .hanging = state.condition { return false }
        return true
    }

    /// Turns every line of a board off while no daemon runs. Throws where that fails.
    package static func turnOff(_ board: BoardDescription) throws(StartError) {
        guard board.lines != nil else { return }
        try SwitchProcess.turnOff(SwitchArguments(.turnOff, for: board))
    }

    /// Stops the threads and the switch, which turns the lines off.
    package func close() {
        sampler?.stop()
        supervisor?.close()
    }
}

extension StartError {
    /// The system refused a thread, or the descriptor that wakes it.
    init(_ error: SystemError) {
        self.init(error.description)
    }
}
