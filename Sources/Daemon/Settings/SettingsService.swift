import Dialects
import Server
import Settings
import Surroundings
import SwitchCore
import Synchronization
import System
import Threads

/// Keeps what clients set of the service's settings: a thread of its own, as the server waits for no disk.
final class SettingsService: SettingsStore, ThreadedService {
    enum Message: Sendable {
        case read(SettingsReply)
        case change([UInt8], SettingsReply)
        case changePassword([UInt8], SettingsReply)
        case restart(SettingsReply)
    }

    /// What other threads see of it.
    final class Shared: Sendable {
        private let newestPrice: Mutex<EnergyPrice>
        private let broker = Mutex(false)

        init(_ price: EnergyPrice) {
            newestPrice = Mutex(price)
        }

        /// What energy costs.
        var price: EnergyPrice {
            get { newestPrice.withLock { $0 } }
            set { newestPrice.withLock { $0 = newValue } }
        }

        /// There is a connection to the broker.
        var isConnected: Bool {
            get { broker.withLock { $0 } }
            set { broker.withLock { $0 = newValue } }
        }
    }

    /// More than the requests that a server with people in front of it has at once.
    private static let capacity = 16

    private let mailbox: Mailbox<Message>
    private let worker: Worker

    init(_ host: SettingsHost, _ settings: KeptSettings) throws(SystemError) {
        mailbox = try Mailbox(capacity: Self.capacity)
        worker = Worker(named: "settings", serving: mailbox) { SettingsWork(host, settings) }
    }

    func start() throws(SystemError) {
        try worker.start()
    }

    func stop() {
        worker.stop()
    }

    func read(reply: @escaping SettingsReply) { post(.read(reply), reply) }

    func change(_ body: [UInt8], reply: @escaping SettingsReply) {
        post(.change(body, reply), reply)
    }

    func changePassword(_ body: [UInt8], reply: @escaping SettingsReply) {
        post(.changePassword(body, reply), reply)
    }

    func restart(reply: @escaping SettingsReply) { post(.restart(reply), reply) }

    private func post(_ message: Message, _ reply: SettingsReply) {
        guard !mailbox.post(message) else { return }
        reply(
            .failure(
                APIProblem(
                    status: 503,
                    code: "busy",
                    message: "too many requests at once: ask again in a second"
                )
            )
        )
    }
}

/// What the settings need of the rest of the daemon.
struct SettingsHost: Sendable {
    let statePath: String
    let shared: SettingsService.Shared
    let exchange: Exchange
    let device: DeviceExchange
    let events: DeviceEventLog
    let access: AccessService
}
