import Chamber
import JSON
import Surroundings
import Synchronization
import System
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

    /// `interfaces`: where to look; empty: on all, and of loopback at 127.0.0.1.
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
        let machine = InterfaceAddress.all()
        let addresses = SearchRange.addresses(of: machine, named: interfaces)
        var found: [(address: UInt32, printer: DeviceStatus.FoundPrinter)] = []
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
                found.append((address, printer))
            }
        )
        let again = SearchRange.again(in: found.map(\.address), of: machine)
        return found.filter { !again.contains($0.address) }.map(\.printer).sorted {
            $0.name < $1.name
        }
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
