import Boards
import Chamber
import Dialects
import Host
import Printers
import Server
import Settings
import Store
import Surroundings
import SwitchCore
import System
import Threads

/// The parts that every service is connected to: hardware, controller, exchanges and store.
struct Core {
    let hardware: Hardware
    let clock: BeatClock
    let configuration: ControllerConfiguration
    let controller: Controller
    let exchange: Exchange
    let store: StoreService
    let flight: FlightRecorder
    let lateness: Lateness
    /// What the settings' service tells the other parts.
    let shared: SettingsService.Shared
    let profile: DeviceProfile
    let device: DeviceExchange
    let events: DeviceEventLog
    let earlierFault: ReefnetMoment.EarlierFault?
    /// Whether mode auto is turned on again.
    let resumeMark: ResumeMark
    /// The mailboxes of services that are made later, because those need ``device`` for their news.
    let mailboxes: (printers: PrinterMailbox, host: HostMailbox)
}

/// The services of the daemon, connected to one another. None runs yet.
struct Services {
    let server: HeaterServer
    let beat: Beat
    let beatWorker: Worker
    let updates: UpdateService
    /// The page's address for a browser.
    let url: String
    /// All parts, in the order of their start.
    let parts: [Part]
}

extension Daemon {
    /// How long the blower may run on after the stop request: ten time constants of the nominal
    /// element, as in the switch itself.
    private static let longestCooling = Duration.minutes(6)

    /// Makes the controller in its restored state, and the services that store its work.
    func makeCore(
        _ directory: sending StateDirectory,
        _ restored: StoredState,
        _ hardware: Hardware,
        _ clock: BeatClock
    ) throws(StartError) -> Core {
        let flight = try flightRecorder(in: directory.path)
        let board = configuration(of: options.board)
        let history = healthHistory(restored, board)
        var known = restored.controller
        known.health = history.restored
        let controller = Controller(board, restored: known, at: clock.now())
        let exchange = Exchange(initialSnapshot(of: controller), speed: clock.speed)
        let (printers, host) = (try printerMailbox(), try hostMailbox())
        let store = try storeService(directory, exchange, printers)
        store.begin(history)
        let machine = deviceMachine(restored.profile, store)
        let events = DeviceEventLog(store: store, exchange: exchange)
        let lateness = Lateness()
        return Core(
            hardware: hardware,
            clock: clock,
            configuration: board,
            controller: controller,
            exchange: exchange,
            store: store,
            flight: flight,
            lateness: lateness,
            shared: SettingsService.Shared(options.service.energy),
            profile: machine.profile,
            device: DeviceExchange(
                machine,
                events,
                printers: printers,
                host: hostReceiver(host),
                forget: { [log, statePath = options.statePath] in
                    Daemon.forgetSettings(in: statePath, log)
                },
                inspect: inspection(at: hardware, lateness, board, store)
            ),
            events: events,
            earlierFault: restored.earlierFault,
            resumeMark: ResumeMark(
                isAllowed: options.service.printers.resumesAuto,
                wasArmed: restored.resumesAuto
            ),
            mailboxes: (printers, host)
        )
    }

    /// Makes every service that uses `core`, each before the services that call it, and the list of
    /// parts.
    func makeServices(_ core: Core, in statePath: String) throws(StartError) -> Services {
        let (exchange, device, events) = (core.exchange, core.device, core.events)
        let (profile, mailboxes) = (core.profile, core.mailboxes)
        let identity = profile.identity
        let access = try accessService(in: statePath, events)
        let server = try listen(on: options.listen, access)
        let pageURL = url(port: server.port)
        let updates = try updateService(in: statePath, core, server)
        let notify = try notifyService(core, pageURL: pageURL)
        let guide = try boardGuide(in: statePath, events)
        let fleet = try fleetService(core, port: server.port)
        let settings = try settingsService(in: statePath, core, access)
        let backend = Backend(
            exchange,
            device,
            core.store,
            updates,
            simulation: core.hardware.simulation,
            buttons: SimulatedButtons(options.board.buttons, press: pressed(exchange, device)),
            setup: setupProgress(in: statePath, access),
            notify: notify,
            boardGuide: guide,
            fleet: fleet,
            settings: settings,
            shared: core.shared
        )
        let printers = printerService(identity, serving: mailboxes.printers, device, events)
        let host = hostService(profile, port: server.port, serving: mailboxes.host, device, access)
        let buttons = try buttonPanel(exchange, device)
        let sleep = try sleepService(exchange)
        // Others are not told of a heater that is not known yet.
        let isKnown = options.boardLack == nil
        let broker =
            try isKnown ? brokerLink(core, updates, notify, pageURL: pageURL) : nil
        let earlierFault = core.earlierFault
        let links =
            try isKnown
            ? links(identity, exchange, device, events, updates, earlierFault: earlierFault) : []
        let beat = makeBeat(core, server)
        let beatWorker = Worker(named: "beat", interrupt: { beat.stop() }) { beat.run() }
        let parts: [Part?] =
            [
                Part(core.store), Part(core.flight),
                part(printers, mailboxes.printers, following: profile.printer),
                host.map { Part($0) }, buttons.map { Part($0) }, sleep.map { Part($0) },
                // The server outlives the beat, which may have to cool before it ends.
                part(server, for: backend), part(access, port: server.port),
                Part(fleet), notify.map { Part($0) }, broker.map { Part($0) },
                guide.map { Part($0) }, settings.map { Part($0) },
            ] + links.map { Part($0) } + [Part(updates), Part(beatWorker)]
        return Services(
            server: server,
            beat: beat,
            beatWorker: beatWorker,
            updates: updates,
            url: pageURL,
            parts: parts.compactMap { $0 }
        )
    }

    /// `nil` on a simulated board, and without a board.
    private func setupProgress(in statePath: String, _ access: AccessService) -> SetupProgress? {
        guard options.board.kind == .linux, options.boardLack == nil else { return nil }
        return SetupProgress(statePath) { access.asksForPassword }
    }

    /// `nil` where a board is known, or where the boards that come with the program are not there.
    private func boardGuide(
        in statePath: String,
        _ events: DeviceEventLog
    ) throws(StartError) -> BoardGuideService? {
        guard options.boardLack?.refusal == .noBoard, let questions = options.boardQuestions else {
            return nil
        }
        do throws(SystemError) {
            return try BoardGuideService(questions, in: statePath) { words in
                events.record(
                    DeviceEvent(.controller, isTrouble: false, words),
                    from: .controller
                )
            }
        } catch {
            throw StartError(error)
        }
    }

    /// What clients see before the first step; all that they ever see without a board, where no probe is
    /// fitted.
    private func initialSnapshot(of controller: Controller) -> Snapshot {
        var snapshot = controller.initialSnapshot
        if options.boardLack != nil { (snapshot.chamber, snapshot.element) = (.absent, .absent) }
        return snapshot
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
            resumeMark: core.resumeMark,
            longestCooling: options.board.kind == .simulated ? .zero : Self.longestCooling,
            refusal: options.boardLack?.refusal
        )
    }
}
