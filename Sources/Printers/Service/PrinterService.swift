import Chamber
package import Surroundings
package import System
import Threads

/// Follows the bound printer and searches for printers: requests arrive here and news of them leave.
/// Safe to call from any thread.
///
/// Its thread owns the link to the bound printer and the search that runs, and replaces them:
///
/// ```
/// receive, send ─orders──▶ the service's thread ──start, stop──▶ link, search (a thread each)
///                                                                 │
/// tell, note ◀──────── gate: the newest alone ◀───────────────────┘
/// ```
package final class PrinterService: Sendable {
    private let settings: PrinterSettings
    private let sink: NewsSink
    private let mailbox: Mailbox<PrinterOrder>
    private let worker: Worker

    /// - Parameters:
    ///   - tell: receives news, from threads of this room.
    ///   - note: receives what is worth remembering, from threads of this room.
    ///   - factory: makes links and searches; `nil`: the real ones.
    package init(
        _ settings: PrinterSettings,
        tell: @escaping @Sendable (PrinterNews) -> Void,
        note: @escaping @Sendable (DeviceEvent) -> Void,
        factory: PrinterFactory? = nil
    ) throws(SystemError) {
        self.settings = settings
        let factory = factory ?? .standard(settings)
        let sink = NewsSink(tell: tell, note: note)
        self.sink = sink
        mailbox = try Mailbox(capacity: PrinterLimits.waitingOrders)
        worker = Worker(named: "printers", serving: mailbox) { PrinterWork(factory, sink) }
    }

    /// Starts the service's thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Has a request carried out; what comes of it is told as news.
    package func receive(_ request: PrinterRequest) {
        guard !mailbox.post(.request(request)) else { return }
        sink.note(DeviceEvent(.printer, isTrouble: true, "Too many requests about printers."))
    }

    /// Has the bound printer do something. The answer is given exactly once, on any thread.
    package func send(
        _ command: PrinterCommand,
        answer: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        guard settings.allowsCommands else { return answer(.refused(Self.commandsAreOff)) }
        order(command, answer)
    }

    /// Pauses the print since a fault of the heater latched, where the owner wants that; whether other
    /// commands are allowed has no part in it.
    package func pauseForFault(answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        guard settings.pausesOnFault else { return answer(.refused(Self.commandsAreOff)) }
        order(.pause, answer)
    }

    private func order(
        _ command: PrinterCommand,
        _ answer: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        guard !mailbox.post(.command(command, answer)) else { return }
        answer(.refused("too many commands wait already: try again in a moment"))
    }

    /// Ends all connections and threads.
    package func stop() {
        worker.stop()
    }

    private static let commandsAreOff =
        "commands to printers are off: write \"commands: yes\" below [printer] in "
        + "/etc/hearth/hearth.conf and restart the service"
}
