import Glibc
import Fleet
import Host
import Links
import Notify
import Printers
import Server
import Settings
import Store
import Surroundings
import System
import Threads
import WebSocket

/// A service with threads of its own.
protocol ThreadedService {
    func start() throws(SystemError)
    func stop()
}

extension StoreService: ThreadedService {}
extension FlightRecorder: ThreadedService {}
extension HostService: ThreadedService {}
extension ButtonPanel: ThreadedService {}
extension BrokerLink: ThreadedService {}
extension DeviceBrokerLink: ThreadedService {}
extension LinkService: ThreadedService {}
extension UpdateService: ThreadedService {}
extension FleetService: ThreadedService {}
extension NotifyService: ThreadedService {}
extension SleepService: ThreadedService {}

extension Part {
    /// A part that starts and stops a service.
    init(_ service: any ThreadedService) {
        self.init(
            thread: { () throws(SystemError) in try service.start() },
            stop: { service.stop() }
        )
    }

    /// A part that is one thread.
    init(_ worker: Worker) {
        self.init(
            thread: { () throws(SystemError) in try worker.start() },
            stop: { worker.stop() }
        )
    }
}

/// Parts that need more than a thread.
extension Daemon {
    /// The printers' service, which follows the bound printer from its start on.
    func part(
        _ printers: PrinterService,
        _ mailbox: PrinterMailbox,
        following binding: PrinterBinding?
    ) -> Part {
        Part(
            thread: { () throws(SystemError) in
                try printers.start()
                _ = mailbox.receive(.follow(binding))
            },
            stop: { printers.stop() }
        )
    }

    /// The server. If it fails, the daemon ends in order, because clients could no longer turn the heat
    /// off.
    func part(_ server: HeaterServer, for backend: Backend) -> Part {
        let log = log
        return Part(
            Worker(named: "server", interrupt: { server.stop() }) {
                do throws(ServerError) {
                    try server.run(for: backend)
                } catch {
                    log(.error, error.description)
                    kill(getpid(), SIGTERM)
                }
            }
        )
    }

    /// The access service. Its start also writes the command line's token for the server's port.
    func part(_ access: AccessService, port: UInt16) -> Part {
        Part(
            thread: { () throws(SystemError) in
                try access.start()
                access.issueCommandLineToken(port: port)
            },
            stop: { access.stop() }
        )
    }
}
