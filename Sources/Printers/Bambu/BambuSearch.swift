import Chamber
import Glibc
import MachineClock
import Surroundings
import SwitchCore
import Synchronization
package import System
import Threads
import WebSocket

/// Looks for Bambu printers: listens to what they announce, and asks once.
package final class BambuSearch: PrinterSearch {
    /// Where to listen, and for how long.
    package struct Plan: Equatable, Sendable {
        /// Printers broadcast to this port.
        package var broadcastPort: UInt16 = 2021
        /// Printers send to a multicast group at this port as well.
        package var multicastPort: UInt16 = 1990
        /// Where the question goes: some emulators answer at one of these and announce nothing.
        package var questionPorts: [UInt16] = [1990, 2021]
        /// They announce themselves about every 5 s.
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
    /// More than a person owns.
    private static let most = 64

    private let plan: BambuSearch.Plan
    private let interfaces: [String]
    private let sink: NewsSink
    private var listeners: [DatagramSocket] = []
    private var found: [String: DeviceStatus.FoundPrinter] = [:]
    private(set) var isDone = false
    /// When the search ends.
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
        sink.publish(.found(found.values.sorted { $0.name < $1.name }))
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
            sink.record(DeviceEvent(.printer, isTrouble: true, words))
            return []
        }
        for port in plan.questionPorts {
            listeners.last?.ask(BambuNotice.question(at: port), port: port)
        }
        return listeners
    }
}

/// A UDP socket that receives at a port of some interfaces; owns its descriptor.
final class DatagramSocket {
    let descriptor: CInt
    private let interfaces: [InterfaceAddress]

    /// `nil`: another program has the port and does not share it.
    init?(port: UInt16, on interfaces: [InterfaceAddress]) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.interfaces = interfaces
        // None of these fails on a socket that was opened just now (fcntl(2), socket(7)).
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var yes: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        // A slicer on this machine listens too.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        // With loopback alone, nothing from elsewhere may come in.
        let own = interfaces.allSatisfy(\.isLoopback) ? INADDR_LOOPBACK : INADDR_ANY
        guard Self.with(address: own, port, { bind(descriptor, $0, $1) }) == 0 else { return nil }
        for interface in interfaces where !interface.isLoopback { join(interface) }
    }

    deinit {
        close(descriptor)
    }

    /// Sends the question once on each interface: to the group, or on loopback to the machine
    /// itself. An interface that refuses it has no printers.
    func ask(_ question: [UInt8], port: UInt16) {
        for interface in interfaces {
            var from = in_addr(s_addr: (interface.number ?? INADDR_ANY).bigEndian)
            let size = socklen_t(MemoryLayout<in_addr>.size)
            setsockopt(descriptor, CInt(IPPROTO_IP), IP_MULTICAST_IF, &from, size)
            let target = interface.isLoopback ? INADDR_LOOPBACK : Self.groupNumber
            _ = Self.with(address: target, port) { address, length in
                sendto(descriptor, question, question.count, 0, address, length)
            }
        }
    }

    /// One datagram and its sender's address; `nil`: none is there.
    func receive() -> (bytes: [UInt8], source: String)? {
        var bytes = [UInt8](repeating: 0, count: BambuNotice.longest)
        var sender = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &sender) { sender in
            sender.withMemoryRebound(to: sockaddr.self, capacity: 1) { sender in
                recvfrom(descriptor, &bytes, bytes.count, 0, sender, &length)
            }
        }
        guard count >= 0 else { return nil }
        return (Array(bytes.prefix(count)), IPv4.text(UInt32(bigEndian: sender.sin_addr.s_addr)))
    }

    private func join(_ interface: InterfaceAddress) {
        var request = ip_mreq(
            imr_multiaddr: in_addr(s_addr: Self.groupNumber.bigEndian),
            imr_interface: in_addr(s_addr: (interface.number ?? INADDR_ANY).bigEndian)
        )
        let size = socklen_t(MemoryLayout<ip_mreq>.size)
        // Fails where the interface has no multicast; broadcasts still come.
        setsockopt(descriptor, CInt(IPPROTO_IP), IP_ADD_MEMBERSHIP, &request, size)
    }

    /// 239.255.255.250, the printers' group: that of SSDP, at another port.
    private static let groupNumber: UInt32 = 0xEFFF_FFFA

    private static func with<Result>(
        address number: UInt32,
        _ port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = number.bigEndian
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                body(address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
