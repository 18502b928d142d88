import Boards
import CSupport
import Chamber
import Glibc
import Host
import Links
import MachineClock
import Printers
import Server
import Settings
import Store
import Surroundings
import SwitchCore
import Threads
import WebSocket

/// The service: wires board, controller, store and server together and runs them until it is stopped.
///
/// ```
/// main      signals, restarts          ─┐
/// beat      board + controller, 10 Hz   ├─ Exchange: the newest snapshot, bounded queues
/// server    clients                     │
/// store     the disk                    │
/// recorder  the last hours of steps    ─┘
/// ```
package struct Daemon {
    let options: RunOptions
    let log: Log
    /// Takes the line for standard output that says where to go.
    private let announce: (String) -> Void

    /// How long the blower may run on after the end was asked for: ten time constants of the nominal
    /// element, as the switch itself does.
    private static let longestCooling = Duration.minutes(6)
    /// How often the main thread looks whether a restart was asked for.
    private static let lookMilliseconds = 500

    /// The same while it waits for the beat to end.
    private static let endLookMilliseconds = 20

    package init(_ options: RunOptions, announce: @escaping (String) -> Void) {
        self.options = options
        self.announce = announce
        log = Log(options.service.logLevel ?? .info)
    }

    /// Runs until a signal or a wish ends it. A start that fails has heated
    /// nothing.
    package func run() throws(StartError) -> RunEnd {
        var signals = Signals()
        // Where it is not permitted, a machine that swaps may delay the beat; the lease still holds.
        _ = hearth_lock_memory()
        let (board, address) = (options.board, options.listen)
        let directory = try openState()
        let restored = report(directory.restore())
        let statePath = directory.path

        let clock = BeatClock(speed: options.speed)
        if let trouble = ProgramsLink.write() { log(.warning, trouble) }
        let hardware = try Hardware(board, clock: clock, log: log)
        defer { hardware.close() }
        let configuration = configuration(of: board)
        let controller = Controller(configuration, restored: restored.controller, at: clock.now())
        let exchange = Exchange(controller.initialSnapshot)
        let pauser = PrintPauser()
        let store = try startStore(directory, exchange, pauser)
        defer { store.stop() }
        let flight = try flightRecorder(in: statePath)
        try start { () throws(ThreadError) in try flight.start() }
        defer { flight.stop() }
        let keeper = deviceKeeper(restored.profile, address, store)
        let lateness = Lateness()
        let desk = DeviceDesk(
            keeper,
            store: store,
            exchange: exchange,
            look: look(at: hardware, lateness, configuration)
        )
        let printers = try startPrinters(keeper.profile.identity, desk, pauser)
        defer { printers.stop() }
        desk.employ(
            DeviceServices(
                printer: { printers.receive($0) },
                command: { printers.send($0, answer: $1) }
            )
        )
        printers.receive(.follow(restored.profile.printer))
        let bell = ServerBell()
        let updates = try updateService(in: statePath, exchange, desk) { bell.ring() }
        let backend = Backend(exchange: exchange, desk: desk, store: store, updates: updates)
        let access = try accessService(in: statePath, desk)
        let server = try listen(on: address, backend, access)
        bell.fasten(to: server)
        let host = try startHost(keeper.profile, server, desk)
        defer { host?.stop() }
        let beat = Beat(
            board: hardware.board,
            controller: controller,
            clock: clock,
            exchange: exchange,
            store: store,
            server: server,
            lateness: lateness,
            flight: flight,
            fingerprint: configuration.fingerprint,
            longestCooling: board.kind == .simulated ? .zero : Self.longestCooling
        )
        let buttons = try ButtonPanel(board.lines) { press in
            for wish in press.wishes {
                _ = exchange.post(WishEnvelope(wish, from: Requester(.button)))
            }
            if let wish = press.deviceWish { desk.grant(wish, from: Requester(.button)) }
        }
        try start { () throws(ThreadError) in try buttons?.start() }
        defer { buttons?.close() }
        // The server outlives the beat, which may have to cool before it ends.
        let serverWorker = Worker(
            named: "server",
            interrupt: { server.stop() },
            serving(server)
        )
        try start { () throws(ThreadError) in try serverWorker.start() }
        defer { serverWorker.stop() }
        access.issueCommandLineToken(port: server.port)
        try start { () throws(ThreadError) in try access.start() }
        defer { access.stop() }
        let broker = try startBroker(
            keeper.profile,
            exchange,
            desk,
            pageURL: url(of: address, port: server.port)
        )
        defer { broker?.stop() }
        let links = try startLinks(keeper.profile.identity, exchange, desk, updates)
        defer { links?.stop() }
        let beatWorker = Worker(named: "beat", interrupt: { beat.stop() }) { beat.run() }
        try start { () throws(ThreadError) in try beatWorker.start() }
        try start { () throws(ThreadError) in try updates.start() }
        defer { updates.stop() }
        if let port = server.encryptedPort { log(.info, "TLS on port \(port)") }
        announce("\(board.name): open \(url(of: address, port: server.port))")
        log(.info, "hearth \(options.version), state in \(statePath)")
        let health = Health(exchange, hardware, clock)
        let reason = waitForTheEnd(
            &signals,
            desk,
            updates,
            health,
            "serving \(url(of: address, port: server.port))"
        )
        // The next run cools on, where there is anything to cool.
        if reason == .restart { beat.hurry() }
        let isHurried = end(beat, beatWorker, &signals)
        // Whoever ends a service while it restarts wants it to stay ended.
        return isHurried ? .stopped : reason
    }

    /// Says what was found in the state directory, and hands it on.
    private func report(_ restored: StoredState) -> StoredState {
        for note in restored.notes { log(.warning, note) }
        if case .unreadable(let reason) = restored.controller.latch { log(.error, reason) }
        return restored
    }

    /// Ends the beat once it has turned the heat off and cooled what is hot; another signal is for
    /// those in a hurry. Answers whether one came.
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

    private func serving(_ server: HeaterServer) -> @Sendable () -> Void {
        let log = log
        return {
            do throws(ServerError) {
                try server.run()
            } catch {
                // Heat without a way to turn it off is no service: end in order.
                log(.error, error.description)
                kill(getpid(), SIGTERM)
            }
        }
    }

    /// Waits for a signal or a client's wish, and tells the service manager that all is alive for as
    /// long as it is: a daemon that does not is ended by it.
    private func waitForTheEnd(
        _ signals: inout Signals,
        _ desk: DeviceDesk,
        _ updates: UpdateService,
        _ health: Health,
        _ status: String
    ) -> RunEnd {
        var isReady = false
        while true {
            let pause = isReady ? Self.lookMilliseconds : Self.endLookMilliseconds
            if let signal = signals.wait(milliseconds: pause) {
                log(.info, "stopping on \(String(cString: strsignal(signal)))")
                ServiceManager.stopping(status: "turning everything off")
                return .stopped
            }
            if desk.isRestartRequested {
                log(.info, "restarting, as a client asked")
                return .restart
            }
            guard health.isGood else { continue }
            if health.isSampled { updates.markGood() }
            if isReady {
                ServiceManager.watchdog()
            } else {
                ServiceManager.ready(status: status)
                isReady = true
            }
        }
    }

    /// The address for a person's browser.
    private func url(of address: ListenAddress, port: UInt16) -> String {
        let isEvery = ["0.0.0.0", "::"].contains(address.address)
        let host = isEvery ? HostAddress.primary() : address.address
        let name = host.contains(":") ? "[\(host)]" : host
        return port == 80 ? "http://\(name)/" : "http://\(name):\(port)/"
    }
}
