import Chamber
import Glibc
import MachineClock
import Surroundings
import SwitchCore
import Synchronization
import System
package import Threads

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

    /// More than a list on a page can show, and than a person owns.
    private static let most = 64

    private let plan: Plan
    private let interfaces: [String]
    private let teller: PrinterTeller
    private let stopRequested = Atomic(false)
    private let worker = Mutex<(thread: Thread, wake: Wake)?>(nil)

    /// `interfaces`: where to look; empty: on all but loopback.
    package init(on interfaces: [String], _ teller: PrinterTeller, plan: Plan = Plan()) {
        self.interfaces = interfaces
        self.teller = teller
        self.plan = plan
    }

    package func start() throws(ThreadError) {
        let wake = try Wake()
        let thread = try Thread(named: "bambu search") { [self] in
            teller.tell(.found(look(wake)))
        }
        worker.withLock { $0 = (thread, wake) }
    }

    package func stop() {
        stopRequested.store(true, ordering: .releasing)
        let last = worker.withLock { worker in
            defer { worker = nil }
            return worker
        }
        last?.wake.wake()
        _ = last?.thread.join(within: PrinterLimits.longestStop)
    }

    private func look(_ wake: Wake) -> [DeviceStatus.FoundPrinter] {
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
            teller.note(DeviceEvent(.printer, isTrouble: true, words))
            return []
        }
        listeners.last?.ask(BambuNotice.question, port: plan.multicastPort)
        return listen(to: listeners, wake).sorted { $0.name < $1.name }
    }

    private func listen(to listeners: [DatagramSocket], _ wake: Wake) -> [DeviceStatus.FoundPrinter]
    {
        var found: [String: DeviceStatus.FoundPrinter] = [:]
        let end = Instant.monotonic().advanced(by: plan.time)
        while !stopRequested.load(ordering: .acquiring) {
            let left = end.duration(since: .monotonic())
            guard left > .zero else { break }
            var watched = [pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)]
            watched += listeners.map {
                pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
            }
            // An interrupted wait ends early and does no harm.
            guard poll(&watched, nfds_t(watched.count), left.pollMilliseconds) > 0 else { continue }
            for (entry, listener) in zip(watched.dropFirst(), listeners) where entry.revents != 0 {
                guard let (bytes, source) = listener.receive(),
                    let printer = BambuNotice.printer(in: bytes, from: source),
                    found[printer.serial] != nil || found.count < Self.most
                else { continue }
                found[printer.serial] = printer
            }
        }
        return Array(found.values)
    }
}
