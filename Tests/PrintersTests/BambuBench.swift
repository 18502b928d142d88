import Chamber
import MQTT
import Printers
import Surroundings
import SwitchCore
import TLS

/// A machine with its own time, and its effects.
struct BambuBench {
    static let serial = "01P00A000000001"
    static let certificate = String(repeating: "ab", count: 32)
    static let reportTopic = "device/\(serial)/report"

    private(set) var machine: BambuMachine
    private(set) var now = Instant(nanoseconds: 1_000_000_000_000)
    /// The effects of the last event.
    private(set) var effects: [BambuMachine.Effect] = []

    init(
        certificate: String = "",
        codeHasWorked: Bool = false,
        _ change: (inout PrinterSettings) -> Void = { _ in }
    ) {
        var binding = DeviceProfile.BambuBinding()
        binding.name = "Corner"
        binding.serial = Self.serial.lowercased()
        binding.address = "10.0.0.9"
        binding.accessCode = "12345678"
        binding.certificate = certificate
        binding.codeHasWorked = codeHasWorked
        var settings = PrinterSettings(deviceID: "0123456789ab")
        change(&settings)
        machine = BambuMachine(binding, settings, firstSequence: 700)
    }

    /// A machine whose printer has accepted the connection.
    static func connected(
        certificate: String = "",
        _ change: (inout PrinterSettings) -> Void = { _ in }
    ) -> BambuBench {
        var bench = BambuBench(certificate: certificate, change)
        bench.step(.begin)
        bench.step(.connected(certificate: Self.certificate))
        return bench
    }

    /// A machine whose printer has sent this report.
    static func reporting(
        _ members: String,
        _ change: (inout PrinterSettings) -> Void = { _ in }
    ) -> BambuBench {
        var bench = connected(change)
        bench.report(members)
        return bench
    }

    mutating func step(_ event: BambuMachine.Event) {
        effects = machine.step(event, at: now)
    }

    mutating func hear(_ text: String) {
        step(.message(Array(text.utf8)))
    }

    /// A `push_status` with these members.
    mutating func report(_ members: String) {
        hear(#"{"print":{"command":"push_status",\#(members)}}"#)
    }

    /// Lets time pass; each deadline on the way gets its tick, as the link would give it.
    mutating func wait(_ duration: Duration) {
        let end = now.advanced(by: duration)
        var all: [BambuMachine.Effect] = []
        while machine.deadline <= end {
            now = max(now, machine.deadline)
            all += machine.step(.tick, at: now)
        }
        now = end
        effects = all
    }

    // MARK: What it did

    var news: [PrinterNews] {
        effects.compactMap { if case .news(let news) = $0 { news } else { nil } }
    }

    var notes: [DeviceEvent] {
        effects.compactMap { if case .record(let event) = $0 { event } else { nil } }
    }

    var answers: [PrinterAnswer] {
        effects.compactMap { if case .answer(_, let answer) = $0 { answer } else { nil } }
    }

    /// What was published, as text.
    var requests: [String] {
        effects.compactMap {
            if case .publish(let message) = $0 {
                String(decoding: message.payload, as: UTF8.self)
            } else {
                nil
            }
        }
    }

    var connections: [TLSTrust] {
        effects.compactMap { if case .connect(let trust) = $0 { trust } else { nil } }
    }

    /// The last published state, with its text.
    var link: (state: PrinterLinkState, trouble: String)? {
        for case .link(let state, let trouble) in news.reversed() { return (state, trouble) }
        return nil
    }

    /// The last bed report of this event; the outer `nil`: none.
    var bed: BedReport?? {
        for case .bed(let report) in news.reversed() { return .some(report) }
        return nil
    }

    var shown: PrinterReport? {
        for case .report(let report) in news.reversed() { return report }
        return nil
    }
}
