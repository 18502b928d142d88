import Chamber
import JSON
import Surroundings
import Synchronization
package import System
import Threads
import WebSocket

/// Looks for Klipper printers: asks every address of the local networks for Moonraker's printer
/// information.
final class MoonrakerSearch: PrinterSearch {
    private let port: UInt16
    private let interfaces: [String]
    private let sink: NewsSink
    private let stopRequested = Atomic(false)
    private let worker = Mutex<Worker?>(nil)

    /// `interfaces`: where to look; empty: on all but loopback.
    init(port: Int, on interfaces: [String], _ sink: NewsSink) {
        self.port = UInt16(clamping: port)
        self.interfaces = interfaces
        self.sink = sink
    }

    func start() throws(SystemError) {
        let worker = Worker(
            named: "klipper search",
            stopsWithin: PrinterLimits.longestStop,
            interrupt: { [self] in stopRequested.store(true, ordering: .releasing) }
        ) { [self] in
            sink.publish(.found(look()))
        }
        try worker.start()
        self.worker.withLock { $0 = worker }
    }

    func stop() {
        let last = worker.withLock { worker in
            defer { worker = nil }
            return worker
        }
        last?.stop()
    }

    private func look() -> [DeviceStatus.FoundPrinter] {
        let addresses = SearchRange.addresses(of: InterfaceAddress.all(), named: interfaces)
        var found: [DeviceStatus.FoundPrinter] = []
        HTTPSweep(path: MoonrakerSign.path, port: port).run(
            over: addresses,
            isStopped: { stopRequested.load(ordering: .acquiring) },
            found: { address, reply in
                guard found.count < Self.most,
                    let name = MoonrakerSign.name(in: reply.status, reply.body)
                else { return }
                var printer = DeviceStatus.FoundPrinter()
                printer.address = IPv4.text(address)
                printer.name = name.isEmpty ? printer.address : name
                printer.port = Int(port)
                found.append(printer)
            }
        )
        return found.sorted { $0.name < $1.name }
    }

    /// More than a person owns.
    private static let most = 64
}

/// How to recognise Moonraker among web servers.
package enum MoonrakerSign {
    /// Moonraker answers it over plain HTTP and asks Klipper.
    package static let path = "/printer/info"

    /// The printer's name in Moonraker's answer; `nil`: not Moonraker's answer; empty: no name in
    /// it.
    package static func name(in status: Int, _ body: [UInt8]) -> String? {
        let object: JSONObject?
        do throws(JSONError) {
            object = try JSONValue(parsing: body).object
        } catch {
            return nil
        }
        if status == 200, let info = object?["result"]?.object {
            guard info["state"]?.string != nil else { return nil }
            return info["hostname"]?.string ?? ""
        }
        // Moonraker's errors repeat the status in an object of their own: Moonraker wants a key, or
        // Klipper is not there.
        guard let error = object?["error"]?.object, error["code"]?.wholeNumber == status,
            error["message"]?.string != nil
        else { return nil }
        switch status {
        case 401: return "Klipper printer that wants an API key"
        case 503: return "Klipper printer that is not ready"
        default: return nil
        }
    }
}

/// Which addresses a search asks.
package enum SearchRange {
    /// A home network; a larger one is searched only in part.
    private static let narrowest = 24

    /// The addresses of the networks that the interfaces are in, this machine's own among them, each
    /// once. `names` chooses interfaces; empty: all but loopback.
    package static func addresses(
        of interfaces: [InterfaceAddress],
        named names: [String]
    ) -> [UInt32] {
        var seen: Set<UInt32> = []
        return
            interfaces
            .filter { names.isEmpty ? !$0.isLoopback : names.contains($0.name) }
            .flatMap { addresses(around: $0) }
            .filter { seen.insert($0).inserted }
    }

    private static func addresses(around interface: InterfaceAddress) -> [UInt32] {
        guard let address = interface.number else { return [] }
        let prefix = min(max(interface.prefix, narrowest), 32)
        // RFC 3021: a network of two has neither a network address nor a broadcast one.
        guard prefix < 31 else { return [address] }
        let size = UInt32(1) << UInt32(32 - prefix)
        let network = address & ~(size - 1)
        return (1..<size - 1).map { network + $0 }
    }
}
