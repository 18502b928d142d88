import Access
import Boards
import Chamber
import Dialects
import Glibc
import Inputs
import Links
import MachineClock
import Printers
import Server
import Settings
import Store
import Surroundings
import System
import Threads
import WebSocket

/// The steps of a start. Each throws a ``StartError`` with a message for people.
extension Daemon {
    func openState() throws(StartError) -> sending StateDirectory {
        do throws(StoreError) {
            return try StateDirectory.open(options.statePath)
        } catch {
            throw StartError(error.description)
        }
    }

    func storeService(
        _ directory: sending StateDirectory,
        _ exchange: Exchange,
        _ printers: PrinterMailbox
    ) throws(StartError) -> StoreService {
        let log = log
        let calendar = calendar
        let pausesOnFault = options.service.printers.pausesOnFault
        do throws(SystemError) {
            return try StoreService(
                directory,
                isCalendarKnown: { calendar.isKnown },
                log: { log(.warning, $0) },
                publish: { events in
                    for event in events { log(event.logLevel, event.description) }
                    exchange.publish(events.compactMap { APIEvent($0) })
                    guard let fault = events.first(where: \.isLatching) else { return }
                    // A printer that is not printing would raise an alarm about the command.
                    if pausesOnFault, exchange.snapshot.bed?.isPrinting == true {
                        printers.pauseForFault(fault.description)
                    } else {
                        printers.showFault(fault.description)
                    }
                }
            )
        } catch {
            throw StartError(error)
        }
    }

    /// The stored runs that were compared with this board and the calibration in force; says in the log
    /// where there are others.
    func healthHistory(
        _ restored: StoredState,
        _ configuration: ControllerConfiguration
    ) -> HealthHistory {
        let model = configuration.model(after: restored.controller.model)
        let history = HealthHistory(
            restored.healthRuns,
            of: HealthRun.Reference(board: configuration.fingerprint, model)
        )
        if let note = history.note, options.boardLack == nil { log(.info, note) }
        return history
    }

    /// Makes the flight recorder, which keeps the last hours of steps below the state directory.
    func flightRecorder(in statePath: String) throws(StartError) -> FlightRecorder {
        let log = log
        let writer = SegmentWriter(
            directory: statePath + "/recording",
            program: options.version,
            board: options.board.name,
            run: WallTime.now().milliseconds,
            log: { log(.warning, $0) }
        )
        do throws(SystemError) {
            return try FlightRecorder(writer)
        } catch {
            throw StartError(error)
        }
    }

    /// Makes the device around the controller. The first start generates an identity and a hotspot
    /// password.
    func deviceMachine(_ stored: DeviceProfile, _ store: StoreService) -> DeviceMachine {
        var profile = stored
        var generator = SystemRandomNumberGenerator()
        if profile.identity.isEmpty {
            profile.identity = DeviceIdentity.make(using: &generator)
        }
        if profile.hotspot.password.isEmpty {
            profile.hotspot.password = Passphrase.make(using: &generator)
        }
        if profile != stored { store.save(profile) }
        let listen = options.listen
        return DeviceMachine(
            profile: profile,
            address: listen.isEvery ? HostAddress.primary() : listen.address,
            standsAlone: options.service.printers.standsAlone,
            fileAuto: options.service.printers.fileAuto,
            servesStockTopics: options.service.broker?.speaksStock ?? false
        )
    }

    func listen(
        on address: ListenAddress,
        _ access: AccessService
    ) throws(StartError) -> HeaterServer {
        let log = log
        var configuration = ServerConfiguration(
            address: address,
            version: options.version,
            log: { log(.info, $0) }
        )
        configuration.startedAt = Double(WallTime.now().milliseconds) / 1000
        configuration.site = options.service.site
        configuration.site.hostNames += HostAddress.names()
        configuration.access = options.service.access.policy
        configuration.dragonBreathTerm = options.service.dragonBreath.heatTerm
        configuration.accessSource = access
        configuration.encryption = options.service.access.encryption
        configuration.certificateVersion = { access.certificateVersion }
        configuration.stockPage = { access.stockPage }
        do throws(ServerError) {
            let server = try HeaterServer(configuration)
            if server.mostConnections < configuration.limits.connections {
                log(
                    .warning,
                    "the limit on open files leaves room for \(server.mostConnections) connections at "
                        + "once; raise it (LimitNOFILE=, ulimit -n) for more"
                )
            }
            return server
        } catch {
            throw StartError(error.description)
        }
    }

    /// The board's buttons; `nil` where it has none.
    func buttonPanel(
        _ exchange: Exchange,
        _ device: DeviceExchange
    ) throws(StartError) -> ButtonPanel? {
        try ButtonPanel(options.board.lines, publish: pressed(exchange, device))
    }

    /// Returns a closure that does what a press of a button asks for.
    func pressed(
        _ exchange: Exchange,
        _ device: DeviceExchange
    ) -> @Sendable (ButtonPanel.Press) -> Void {
        { press in
            for wish in press.wishes {
                _ = exchange.post(WishEnvelope(wish, from: Requester(.button)))
            }
            if let wish = press.deviceWish { device.grant(wish, from: Requester(.button)) }
        }
    }

    /// Returns a closure that adds to the status what stands against heating, measuring or storing, and
    /// the timing of the beat.
    func inspection(
        at hardware: Hardware,
        _ lateness: Lateness,
        _ configuration: ControllerConfiguration,
        _ store: StoreService
    ) -> @Sendable (inout DeviceView) -> Void {
        let troubles = StandingTroubles(
            board: options.boardLack?.sentence,
            port: otherPort?.sentence,
            refusal: configuration.standingRefusal,
            control: hardware.switchTrouble,
            converter: hardware.converterTrouble,
            store: { store.trouble },
            isCalendarKnown: { !store.isCalendarInDoubt },
            isUpgradeWaiting: { PackageUpgrade.isInstalled },
            startedAt: .monotonic()
        )
        let errors = hardware.converterErrors
        return { view in
            view.status.troubles = troubles.list(view, at: .monotonic())
            view.status.converterErrors = errors()
            view.status.beat = lateness.timing
        }
    }

    /// This machine's calendar.
    var calendar: Calendar { Calendar(isSimulated: options.board.kind == .simulated) }

    /// The controller's configuration for this board on this machine.
    func configuration(of board: BoardDescription) -> ControllerConfiguration {
        var configuration = board.configuration
        if let lines = board.lines, !lines.acceptsPersistentOutputs,
            PersistentOutputs.inspect() == .persist
        {
            let refusal = WishOutcome.Refusal.outputsPersist
            configuration.standingRefusal = refusal
            log(.error, "no heat: \(refusal.explanation)")
        }
        return configuration
    }
}

extension StoredEvent {
    /// The event's level in the log.
    fileprivate var logLevel: LogLevel {
        switch event?.kind {
        case .controller(let kind): LogLevel(kind.severity)
        case .device(let event): event.isTrouble ? .warning : .info
        case nil: .info
        }
    }
}

extension StoredEvent {
    /// A fault has latched.
    fileprivate var isLatching: Bool {
        guard case .controller(.latched) = event?.kind else { return false }
        return true
    }
}

extension LogLevel {
    fileprivate init(_ severity: Event.Kind.Severity) {
        self =
            switch severity {
            case .error: .error
            case .warning: .warning
            case .information: .info
            case .detail: .debug
            }
    }
}
