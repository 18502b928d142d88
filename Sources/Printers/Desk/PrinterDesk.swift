import Chamber
package import Surroundings
import Synchronization
package import Threads

/// Where requests about printers arrive and news of them leave; safe to call from any thread.
///
/// Its thread owns the link to the bound printer and the search that runs, and replaces them:
///
/// ```
/// take, send ──orders──▶ desk's thread ──start, stop──▶ link, search (a thread each)
///                                                          │
/// tell, note ◀────────── gate: the newest alone ◀──────────┘
/// ```
package final class PrinterDesk: Sendable {
    /// What the desk's thread is to do.
    private enum Order {
        case request(PrinterRequest)
        case command(PrinterCommand, @Sendable (PrinterAnswer) -> Void)
    }

    private struct Orders {
        var waiting: [Order] = []
        var isStopped = false
    }

    private let settings: PrinterSettings
    private let factory: PrinterFactory
    private let teller: PrinterTeller
    private let links: PrinterGate
    private let searches: PrinterGate
    private let orders = Mutex(Orders())
    private let thread = Mutex<Thread?>(nil)
    private let wake: Wake

    /// - Parameters:
    ///   - tell: takes news, from threads of this room.
    ///   - note: takes what is worth remembering, from threads of this room.
    ///   - factory: makes links and searches; `nil`: the real ones.
    package init(
        _ settings: PrinterSettings,
        tell: @escaping @Sendable (PrinterNews) -> Void,
        note: @escaping @Sendable (DeviceEvent) -> Void,
        factory: PrinterFactory? = nil
    ) throws(ThreadError) {
        self.settings = settings
        self.factory = factory ?? .standard(settings)
        teller = PrinterTeller(tell: tell, note: note)
        links = PrinterGate(teller)
        searches = PrinterGate(teller)
        wake = try Wake()
    }

    /// Starts the desk's thread.
    package func start() throws(ThreadError) {
        let started = try Thread(named: "printers") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Accepts a request; its outcome comes as news.
    package func receive(_ request: PrinterRequest) {
        guard !enqueue(.request(request)) else { return }
        teller.note(DeviceEvent(.printer, isTrouble: true, "Too many requests about printers."))
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
        guard !enqueue(.command(command, answer)) else { return }
        answer(.refused("too many commands wait already: try again in a moment"))
    }

    /// Ends all connections and threads.
    package func stop() {
        orders.withLock { $0.isStopped = true }
        wake.wake()
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private static let commandsAreOff =
        "commands to printers are off: write \"commands: yes\" below [printer] in "
        + "/etc/hearth/hearth.conf and restart the service"

    /// False: it is full, or ending.
    private func enqueue(_ order: Order) -> Bool {
        let isTaken = orders.withLock { orders in
            guard !orders.isStopped, orders.waiting.count < PrinterLimits.waitingOrders else {
                return false
            }
            orders.waiting.append(order)
            return true
        }
        wake.wake()
        return isTaken
    }

    // MARK: The desk's thread

    private func run() {
        var (link, search): ((any PrinterLink)?, (any PrinterSearch)?) = (nil, nil)
        while true {
            let (next, isStopped) = orders.withLock { orders in
                defer { orders.waiting = [] }
                return (orders.waiting, orders.isStopped)
            }
            for order in next {
                switch order {
                case .request(.follow(let binding)): follow(binding, &link)
                case .request(.search(let kind, let port)): look(for: kind, port, &search)
                case .command(let command, let answer):
                    guard let link else {
                        answer(.refused("no printer is bound"))
                        continue
                    }
                    link.send(command, answer: answer)
                }
            }
            if isStopped { break }
            wake.wait(atMost: nil)
        }
        link?.stop()
        search?.stop()
    }

    /// Follows another printer, or none. The old connection ends first: some printers serve one only.
    private func follow(_ binding: PrinterBinding?, _ link: inout (any PrinterLink)?) {
        let teller = links.next()
        teller.tell(.bed(nil))
        link?.stop()
        link = nil
        guard let binding else { return }
        let next = factory.link(binding, teller)
        link = next
        do throws(ThreadError) {
            try next.start()
        } catch {
            teller.tell(.link(.failed, trouble: error.words))
        }
    }

    /// Looks for printers; a search that runs ends first and counts no more.
    private func look(
        for kind: DeviceProfile.PrinterKind,
        _ port: Int?,
        _ search: inout (any PrinterSearch)?
    ) {
        let teller = searches.next()
        search?.stop()
        let next = factory.search(kind, port, teller)
        search = next
        do throws(ThreadError) {
            try next.start()
        } catch {
            teller.note(DeviceEvent(.printer, isTrouble: true, "No search: \(error.words)."))
            teller.tell(.found([]))
        }
    }
}

extension ThreadError {
    /// For people.
    fileprivate var words: String {
        "the system gives no thread or descriptor (error \(errno)): restart the machine"
    }
}
