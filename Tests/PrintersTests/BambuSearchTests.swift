import Chamber
import Glibc
import Printers
import Surroundings
import Testing

/// Printers' announcements, and the search that listens to them.
@Suite(.serialized) struct BambuSearchTests {
    private static let notice =
        "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nServer: UPnP/1.0\r\n"
        + "Location: 10.0.0.9\r\nNT: urn:bambulab-com:device:3dprinter:1\r\n"
        + "USN: 01P00A000000001\r\nDevModel.bambu.com: C12\r\nDevName.bambu.com: Corner\r\n\r\n"

    private func printer(_ text: String) -> DeviceStatus.FoundPrinter? {
        BambuNotice.printer(in: Array(text.utf8), from: "10.0.0.77")
    }

    private var expected: DeviceStatus.FoundPrinter {
        var printer = DeviceStatus.FoundPrinter()
        printer.name = "Corner"
        printer.serial = "01P00A000000001"
        printer.address = "10.0.0.9"
        printer.port = 8883
        return printer
    }

    @Test func aNoticeNamesAPrinter() {
        #expect(printer(Self.notice) == expected)
    }

    @Test func headersComeInAnyCaseAndAnswersCountToo() {
        let lower = Self.notice.split(separator: "\r\n").map { line in
            guard let colon = line.firstIndex(of: ":") else { return String(line) }
            return line[..<colon].lowercased() + line[colon...]
        }
        #expect(printer(lower.joined(separator: "\r\n")) == expected)
        #expect(
            printer(
                "HTTP/1.1 200 OK\r\nST: urn:bambulab-com:device:3dprinter:1\r\n"
                    + "USN:01P00A000000001\r\nLocation:10.0.0.9\r\nDevName.bambu.com:Corner\r\n"
            ) == expected
        )
    }

    @Test func whoDoesNotNameItsAddressIsWhereItsDatagramCameFrom() {
        for location in ["", "http://x/", "10.0.0", "10.0.0.256"] {
            let text = Self.notice.split(separator: "10.0.0.9").joined(separator: location)
            #expect(printer(text)?.address == "10.0.0.77")
        }
    }

    @Test(
        arguments: [
            "", "M-SEARCH * HTTP/1.1\r\nST: urn:bambulab-com:device:3dprinter:1\r\nUSN: A\r\n",
            "NOTIFY * HTTP/1.1\r\nNT: upnp:rootdevice\r\nUSN: A\r\n",
            "NOTIFY * HTTP/1.1\r\nNT: urn:bambulab-com:device:3dprinter:1\r\n",
            "NOTIFY * HTTP/1.1\r\nNT: urn:bambulab-com:device:3dprinter:1\r\nUSN: a/#\r\n",
            "NOTIFY * HTTP/1.1\r\nNT: urn:bambulab-com:device:3dprinter:1\r\nUSN: \u{e9}\r\n",
        ]
    )
    func anybodyElseIsNone(text: String) {
        #expect(printer(text) == nil)
    }

    /// A search of two seconds on ports of the test's own.
    private static func plan() throws -> BambuSearch.Plan {
        var plan = BambuSearch.Plan()
        plan.broadcastPort = try LoopbackSender.freePort()
        plan.multicastPort = try LoopbackSender.freePort()
        plan.time = .seconds(2)
        return plan
    }

    /// A search that runs.
    private static func search(
        by plan: BambuSearch.Plan,
        telling listener: Listener
    ) throws -> BambuSearch {
        let search = BambuSearch(
            on: ["lo"],
            NewsSink(publish: { listener.hear($0) }, record: { listener.hear($0) }),
            plan: plan
        )
        try search.start()
        return search
    }

    @Test func aSearchFindsWhoTellsOnEitherPort() async throws {
        let listener = Listener()
        let plan = try Self.plan()
        let search = try Self.search(by: plan, telling: listener)
        defer { search.stop() }
        let sender = try LoopbackSender()
        let other = Self.notice.split(separator: "01P00A000000001").joined(separator: "02")
        // The socket may not be there yet: announce again and again, as printers do.
        #expect(
            try await eventually {
                sender.send(Self.notice, to: plan.broadcastPort)
                sender.send(other, to: plan.multicastPort)
                return !listener.news.isEmpty
            }
        )
        guard case .found(let printers) = listener.news.first else {
            Issue.record("it told \(listener.news)")
            return
        }
        #expect(Set(printers.map(\.serial)) == ["01P00A000000001", "02"])
    }

    @Test func bothPortsAreAskedAndOnlyAnAnswerIsNeeded() async throws {
        #expect(Set(BambuSearch.Plan().questionPorts) == [1990, 2021])
        let listener = Listener()
        let emulator = try LoopbackSender(isBound: true)
        var plan = try Self.plan()
        plan.questionPorts = [try LoopbackSender.freePort(), try emulator.port()]
        let search = try Self.search(by: plan, telling: listener)
        defer { search.stop() }
        #expect(try await eventually { emulator.answer(Self.notice) })
        #expect(try await eventually { !listener.news.isEmpty })
        #expect(listener.news == [.found([expected])])
    }

    @Test func aSearchEndsWhenItIsStopped() throws {
        let listener = Listener()
        var plan = BambuSearch.Plan()
        plan.broadcastPort = try LoopbackSender.freePort()
        plan.multicastPort = try LoopbackSender.freePort()
        plan.time = .seconds(3_600)
        let search = BambuSearch(
            on: ["lo"],
            NewsSink(publish: { listener.hear($0) }, record: { _ in }),
            plan: plan
        )
        try search.start()
        search.stop()
        #expect(listener.news == [.found([])])
    }
}

/// Sends datagrams to ports of the loopback interface.
private final class LoopbackSender {
    private struct NoSocket: Error {}

    private let descriptor: CInt

    /// `isBound`: it receives too.
    init(isBound: Bool = false) throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw NoSocket() }
        if isBound { _ = try port() }
    }

    deinit { close(descriptor) }

    func send(_ text: String, to port: UInt16) {
        var address = Self.address(port)
        let bytes = Array(text.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                sendto(descriptor, bytes, bytes.count, 0, pointer, Self.length)
            }
        }
    }

    /// Answers a question where one has come; false where none has.
    func answer(_ text: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 2048)
        var sender = sockaddr_in()
        var length = Self.length
        let flags = Int32(MSG_DONTWAIT)
        let count = withUnsafeMutablePointer(to: &sender) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                recvfrom(descriptor, &bytes, bytes.count, flags, pointer, &length)
            }
        }
        guard count > 0,
            String(decoding: bytes.prefix(count), as: UTF8.self).hasPrefix("M-SEARCH ")
        else { return false }
        send(text, to: UInt16(bigEndian: sender.sin_port))
        return true
    }

    /// The port that it is bound to, from the first call on.
    func port() throws -> UInt16 {
        var address = Self.address(0)
        var length = Self.length
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                // Refused where it is bound already.
                _ = bind(descriptor, pointer, length)
                return getsockname(descriptor, pointer, &length)
            }
        }
        guard result == 0 else { throw NoSocket() }
        return UInt16(bigEndian: address.sin_port)
    }

    /// A UDP port that was free a moment ago.
    static func freePort() throws -> UInt16 { try LoopbackSender().port() }

    private static let length = socklen_t(MemoryLayout<sockaddr_in>.size)

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        return address
    }
}
