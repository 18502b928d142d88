import Boards
import Chamber
import Server
import Store
import Surroundings
import SwitchCore
import Threads

/// What every service is wired to: the controller, what it tells, and what it keeps.
struct Core {
    let hardware: Hardware
    let clock: BeatClock
    let configuration: ControllerConfiguration
    let controller: Controller
    let exchange: Exchange
    let pauser: PrintPauser
    let store: StoreService
    let flight: FlightRecorder
    let profile: DeviceProfile
    let lateness: Lateness
    let desk: DeviceDesk
}

/// The services of the daemon, wired to one another. None runs yet.
struct Services {
    let server: HeaterServer
    let beat: Beat
    let beatWorker: Worker
    let updates: UpdateService
    /// Where a person's browser finds the page.
    let url: String
    /// All that runs, in the order of its start.
    let parts: [Part]
}

extension Daemon {
    /// How long the blower may run on after the end was asked for: ten time constants of the nominal
    /// element, as the switch itself does.
    private static let longestCooling = Duration.minutes(6)

    /// The controller as it was left, and the services that keep what it does.
    func makeCore(
        _ directory: sending StateDirectory,
        _ restored: StoredState,
        _ hardware: Hardware,
        _ clock: BeatClock
    ) throws(StartError) -> Core {
        let flight = try flightRecorder(in: directory.path)
        let board = configuration(of: options.board)
        let controller = Controller(board, restored: restored.controller, at: clock.now())
        let exchange = Exchange(controller.initialSnapshot)
        let pauser = PrintPauser()
        let store = try storeService(directory, exchange, pauser)
        let keeper = deviceKeeper(restored.profile, options.listen, store)
        let lateness = Lateness()
        return Core(
            hardware: hardware,
            clock: clock,
            configuration: board,
            controller: controller,
            exchange: exchange,
            pauser: pauser,
            store: store,
            flight: flight,
            profile: keeper.profile,
            lateness: lateness,
            desk: DeviceDesk(
                keeper,
                store: store,
                exchange: exchange,
                look: look(at: hardware, lateness, board)
            )
        )
    }

    /// Makes every service that is wired to `core`, and the list of all that runs.
    func makeServices(_ core: Core, in statePath: String) throws(StartError) -> Services {
        let (exchange, desk, profile) = (core.exchange, core.desk, core.profile)
        let printers = try printerService(profile.identity, desk, core.pauser)
        let bell = ServerBell()
        let updates = try updateService(in: statePath, exchange, desk) { bell.ring() }
        let backend = Backend(exchange: exchange, desk: desk, store: core.store, updates: updates)
        let access = try accessService(in: statePath, desk)
        let server = try listen(on: options.listen, backend, access)
        bell.fasten(to: server)
        let pageURL = url(port: server.port)
        let host = try hostService(profile, server, desk)
        let buttons = try buttonPanel(exchange, desk)
        let broker = try brokerLink(profile, exchange, desk, pageURL: pageURL)
        let links = try linkService(profile.identity, exchange, desk, updates)
        let beat = makeBeat(core, server)
        let beatWorker = Worker(named: "beat", interrupt: { beat.stop() }) { beat.run() }
        let parts: [Part?] = [
            Part(core.store), Part(core.flight), part(printers, following: profile.printer),
            host.map { Part($0) }, buttons.map { Part($0) },
            // The server outlives the beat, which may have to cool before it ends.
            part(server), part(access, port: server.port), broker.map { Part($0) },
            links.map { Part($0) }, Part(updates), Part(beatWorker),
        ]
        return Services(
            server: server,
            beat: beat,
            beatWorker: beatWorker,
            updates: updates,
            url: pageURL,
            parts: parts.compactMap { $0 }
        )
    }

    private func makeBeat(_ core: Core, _ server: HeaterServer) -> Beat {
        Beat(
            board: core.hardware.board,
            controller: core.controller,
            clock: core.clock,
            exchange: core.exchange,
            store: core.store,
            server: server,
            lateness: core.lateness,
            flight: core.flight,
            fingerprint: core.configuration.fingerprint,
            longestCooling: options.board.kind == .simulated ? .zero : Self.longestCooling
        )
    }
}
