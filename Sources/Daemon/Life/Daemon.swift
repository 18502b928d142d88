import Boards
import CSupport
import Chamber
import Glibc
import MachineClock
import Server
import Settings
import Store
import Surroundings
import SwitchCore
import System
import Threads
import WebSocket

/// The service: makes its parts, connects them, and runs them until it is stopped.
///
/// ```
/// main      signals, restarts          ─┐
/// beat      board + controller, 10 Hz   ├─ Exchange: the newest snapshot, bounded queues
/// server    clients                     │
/// store     the disk                    │
/// recorder  the last hours of steps    ─┘
/// ```
package struct Daemon {
    private(set) var options: RunOptions
    let log: Log
    /// Prints the line on standard output that says where the page is.
    private let announce: (String) -> Void
    /// Where the default port belongs to another program.
    let otherPort: OtherPort?
    /// The board of the file, where its hardware cannot be opened.
    private var closedBoard: ClosedBoard?

    /// How often the main thread checks for a requested restart and the daemon's health.
    private static let lookMilliseconds = 500

    /// The same until the service is ready, and while the main thread waits for the beat to end.
    private static let endLookMilliseconds = 20

    /// - Parameter announce: prints the line that says where the page is.
    package init(_ options: RunOptions, announce: @escaping (String) -> Void) {
        otherPort = OtherPort(options)
        var options = options
        if let otherPort { options.service.listen = otherPort.address }
        self.options = options
        self.announce = announce
        log = Log(options.service.logLevel ?? .info)
    }

    /// Runs until a signal or a wish ends the service. A start that fails leaves the heater off.
    package func run() throws(StartError) -> RunEnd {
        var signals = Signals()
        // Without this permission, swapping may delay the beat; the switch's lease still ends the heat.
        _ = hearth_lock_memory()
        let directory = try openState()
        let restored = report(directory.restore())
        let clock = BeatClock(speed: options.speed)
        if let trouble = ProgramsLink.write() { log(.warning, trouble) }
        if let note = options.settingsNote { log(.warning, note) }
        if let otherPort { log(.warning, otherPort.sentence) }
        let hardware: Hardware
        do throws(StartError) {
            hardware = try makeHardware(clock)
        } catch {
            guard let daemon = withoutHardware(error, clock) else { throw error }
            return try daemon.run(
                &signals,
                directory,
                restored,
                Hardware(withoutBoard: clock),
                clock
            )
        }
        return try run(&signals, directory, restored, hardware, clock)
    }

    /// Runs with hardware that is open, and closes it.
    private func run(
        _ signals: inout Signals,
        _ directory: sending StateDirectory,
        _ restored: StoredState,
        _ hardware: Hardware,
        _ clock: BeatClock
    ) throws(StartError) -> RunEnd {
        let statePath = directory.path
        defer { hardware.close() }
        let core = try makeCore(directory, restored, hardware, clock)
        let services = try makeServices(core, in: statePath)
        let health = Health(core.exchange, hardware, clock)
        return try Part.run(services.parts) {
            if let port = services.server.encryptedPort { log(.info, "TLS on port \(port)") }
            announce("\(options.board.name): open \(services.url)")
            log(.info, "hearth \(options.version), state in \(statePath)")
            let reason = waitForTheEnd(&signals, core, services, health)
            hardware.prepareToStop()
            // The next run continues to cool a hot element.
            if reason == .restart { services.beat.hurry() }
            let isHurried = end(services.beat, services.beatWorker, &signals)
            // A stop signal during a restart ends the service instead.
            return isHurried ? .stopped : reason
        }
    }

    private func makeHardware(_ clock: BeatClock) throws(StartError) -> Hardware {
        if let lack = options.boardLack {
            log(.warning, lack.sentence)
            return Hardware(withoutBoard: clock)
        }
        return try Hardware(options.board, clock: clock, log: log, failureAction: failureAction)
    }

    /// The same service without its board, where it waits for one; `nil`: the error ends the start. The
    /// page is there then and tells the reason, and nothing can heat.
    private func withoutHardware(_ error: StartError, _ clock: BeatClock) -> Daemon? {
        guard let path = options.awaitedBoard, options.boardLack == nil else { return nil }
        let lack = BoardLack.closed(path, error.message, mark: File.mark(of: path))
        log(.error, lack.sentence)
        var daemon = self
        daemon.closedBoard = ClosedBoard(error.message) {
            [board = options.board] () throws(StartError) in
            // Few words: it is an attempt, and the reason is known.
            try Hardware(board, clock: clock, log: Log(.error)).close()
        }
        daemon.options.board = .unknown
        daemon.options.boardLack = lack
        return daemon
    }

    /// Logs what the restore found in the state directory, and returns it unchanged.
    private func report(_ restored: StoredState) -> StoredState {
        for note in restored.notes { log(.warning, note) }
        if case .unreadable(let reason) = restored.controller.latch { log(.error, reason) }
        return restored
    }

    /// Ends the beat after it has turned the heat off and cooled the element. Another signal ends the
    /// cooling at once; returns whether one came.
    private func end(_ beat: Beat, _ worker: Worker, _ signals: inout Signals) -> Bool {
        var isHurried = false
        beat.stop()
        while !beat.hasEnded {
            guard signals.wait(milliseconds: Self.endLookMilliseconds) != nil else { continue }
            log(.warning, "stopping at once, without cooling")
            beat.hurry()
            isHurried = true
        }
        worker.join()
        return isHurried
    }

    /// Waits for a signal or a requested restart. Meanwhile tells the service manager that the daemon is
    /// healthy; a manager that does not hear this kills the daemon.
    private func waitForTheEnd(
        _ signals: inout Signals,
        _ core: Core,
        _ services: Services,
        _ health: Health
    ) -> RunEnd {
        var isReady = false
        var seenBoard: UInt64?
        var upgrade = PackageUpgrade(core, services.updates, log)
        var closed = closedBoard
        let resume = AutoResume(at: .monotonic())
        while true {
            let pause = isReady ? Self.lookMilliseconds : Self.endLookMilliseconds
            if let signal = signals.wait(milliseconds: pause) {
                log(.info, "stopping on \(String(cString: strsignal(signal)))")
                ServiceManager.stopping(status: "turning everything off")
                return .stopped
            }
            if core.device.isRestartRequested {
                log(.info, "restarting, as a client asked")
                return .restart
            }
            if upgrade.isDue(at: .monotonic()) {
                // Not in place: the service manager applies what the package changed of the unit.
                ServiceManager.stopping(status: "ending for the newly installed version")
                return .stopped
            }
            if let newest = options.boardLack?.newest {
                // Two equal looks: it may still be being written.
                if newest == seenBoard {
                    log(.info, "restarting, as the board file has changed")
                    return .restart
                }
                seenBoard = newest
            }
            if closed?.hasChanged(at: .monotonic()) == true {
                log(.info, "restarting, as the board's hardware has changed")
                return .restart
            }
            resume.look(core)
            guard health.isGood else { continue }
            // Where no board was ever chosen there is nothing to sample; a version that cannot use the
            // board file is rolled back.
            if health.isSampled || options.boardLack?.refusal == .noBoard {
                services.updates.markGood()
            }
            if isReady {
                ServiceManager.watchdog()
            } else {
                ServiceManager.ready(status: "serving \(services.url)")
                isReady = true
            }
        }
    }

    /// The page's address for a browser.
    func url(port: UInt16) -> String {
        HostAddress.page(at: ListenAddress(address: options.listen.address, port: port))
    }
}
