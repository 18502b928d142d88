import Chamber
import Glibc
import MachineClock
import Surroundings
import SwitchCore
import Synchronization
package import System
import Threads

/// Looks for Bambu printers: listens to what they tell the network, and asks once.
package final class BambuSearch: PrinterSearch {
    /// Where to listen, and for how long.
    package struct Plan: Equatable, Sendable {
        /// Printers tell everybody on their network, here.
        package var broadcastPort: UInt16 = 2021
        /// They tell a group of listeners as well, here; the question goes here too.
        package var multicastPort: UInt16 = 1990
        /// They do so about every 5 s.
        package var time = Duration.seconds(8)

        package init() {}
    }

    private let plan: Plan
    private let interfaces: [String]
    private let sink: NewsSink
    private let worker = Mutex<Worker?>(nil)

    /// `interfaces`: where to look; empty: on all but loopback.
    package init(on interfaces: [String], _ sink: NewsSink, plan: Plan = Plan()) {
        self.interfaces = interfaces
        self.sink = sink
        self.plan = plan
    }

    package func start() throws(SystemError) {
        let mailbox = try Mailbox<Never>(capacity: 0)
        let (plan, interfaces, sink) = (plan, interfaces, sink)
        let worker = Worker(
            named: "bambu search",
            stopsWithin: PrinterLimits.longestStop,
            serving: mailbox
        ) {
            BambuSearchWork(plan, interfaces, sink)
        }
        try worker.start()
        self.worker.withLock { $0 = worker }
    }

    package func stop() {
        worker.withLock { $0 }?.stop()
    }
}

/// What a search does on its thread: asks, and listens until its time is over.
private struct BambuSearchWork: Work {
    /// More than a list on a page can show, and than a person owns.
    private static let most = 64

    private let plan: BambuSearch.Plan
    private let interfaces: [String]
    private let sink: NewsSink
    private var listeners: [DatagramSocket] = []
    private var found: [String: DeviceStatus.FoundPrinter] = [:]
    private(set) var isDone = false
    /// When it is over.
    private var until = Instant.zero

    init(_ plan: BambuSearch.Plan, _ interfaces: [String], _ sink: NewsSink) {
        self.plan = plan
        self.interfaces = interfaces
        self.sink = sink
    }

    var watched: [pollfd] { listeners.map { pollfd(watching: $0.descriptor, for: POLLIN) } }

    mutating func begin(at now: Instant) -> Instant? {
        listeners = openListeners()
        until = listeners.isEmpty ? now : now.advanced(by: plan.time)
        return until
    }

    mutating func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
        guard let listener = listeners.first(where: { $0.descriptor == descriptor }),
            let (bytes, source) = listener.receive(),
            let printer = BambuNotice.printer(in: bytes, from: source),
            found[printer.serial] != nil || found.count < Self.most
        else { return }
        found[printer.serial] = printer
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        isDone = now >= until
        return until
    }

    func end(_ messages: [Never], at now: Instant) {
        sink.tell(.found(found.values.sorted { $0.name < $1.name }))
    }

    private func openListeners() -> [DatagramSocket] {
        let chosen = InterfaceAddress.all().filter { address in
            let isChosen =
                interfaces.isEmpty ? !address.isLoopback : interfaces.contains(address.name)
            return isChosen && address.number != nil
        }
        guard !chosen.isEmpty else { return [] }
        let listeners = [
            DatagramSocket(port: plan.broadcastPort, on: chosen),
            DatagramSocket(port: plan.multicastPort, on: chosen),
        ].compactMap { $0 }
        guard !listeners.isEmpty else {
            let words =
                "No search: UDP ports \(plan.broadcastPort) and \(plan.multicastPort) are taken; end "
                + "the program that has them."
            sink.note(DeviceEvent(.printer, isTrouble: true, words))
            return []
        }
        listeners.last?.ask(BambuNotice.question, port: plan.multicastPort)
        return listeners
    }
}
