import Boards
import Chamber
import CommandLine
import Dialects
import JSON
import MachineClock
import SwitchCore
import Synchronization

/// The converter, the dividers' supply, and each probe: measured for two seconds, or read from a
/// daemon.
enum ConverterCheck {
    /// How long a converter may take before it is given up.
    private static let longestLook = Duration.seconds(4)
    /// Rounds for a certain temperature: the filter needs three. A wrong probe is judged after
    /// eight.
    private static let rounds = 4
    /// A larger deviation is a warning; from 15 % the converter's readings are not used at all.
    private static let supplyTolerance = 0.05

    static func findings(_ board: BoardDescription, _ daemon: RunningDaemon) -> [Finding] {
        switch daemon {
        case .answered(let state): return probes(of: state)
        case .silent(let process):
            let name = process.map { ", process \($0)," } ?? ""
            return [
                .warning(
                    "converter",
                    "a daemon\(name) uses it and does not answer, so it is left alone",
                    advice: "see journalctl -u hearth, or stop it and look again"
                )
            ]
        case .none: return measured(board)
        }
    }

    // MARK: by a daemon

    private static func probes(of state: JSONObject) -> [Finding] {
        var findings = [Finding.ok("converter", "left to the daemon, which reads it")]
        for name in ProbeName.allCases {
            guard let probe = state[name.word]?.object,
                let word = probe["condition"]?.string,
                let condition = ProbeStatus.Condition(word: word), condition != .absent
            else { continue }
            findings.append(finding(name, condition, probe["temperature_c"]?.number))
        }
        return findings
    }

    // MARK: by itself

    private static func measured(_ board: BoardDescription) -> [Finding] {
        let supply = SupplyReading()
        let converter = board.converter
        let sampler: Sampler
        do {
            sampler = try Sampler(
                board,
                clock: { .monotonic() },
                open: { () throws(BusError) -> any Converter in
                    ListeningConverter(try converter.open(), converter.supplyChannel, supply)
                }
            )
            try sampler.start()
        } catch {
            return [
                .failed("converter", "no thread can be started", advice: "close other programs")
            ]
        }
        defer { sampler.stop() }
        // It judges the samples and never heats.
        var controller = Controller(board.configuration, at: .monotonic())
        let snapshot = watch(sampler, &controller)
        let state = sampler.state(at: .monotonic())
        guard state.condition == .working else {
            return [
                .failed(
                    "converter",
                    state.summary + presentBuses(state),
                    advice: state.remedy ?? "look again"
                )
            ]
        }
        let probes = [
            (ProbeName.chamber, snapshot.chamber), (.chamberSecond, snapshot.chamberSecond),
            (.element, snapshot.element),
        ]
        return [.ok("converter", "it answers")]
            + [supplyFinding(supply.volts, nominal: converter.supplyVolts)]
            + probes.filter { $0.1.condition != .absent }
            .map { finding($0.0, $0.1.condition, $0.1.temperature?.degrees) }
    }

    /// Steps the controller on fresh samples until it has judged each probe.
    private static func watch(_ sampler: Sampler, _ controller: inout Controller) -> Snapshot {
        let end = Instant.monotonic().advanced(by: longestLook)
        var snapshot = controller.initialSnapshot
        var seen = 0
        var newest: Instant?
        while seen < rounds || snapshot.isWaiting, Instant.monotonic() < end {
            Instant.monotonic().advanced(by: .milliseconds(100)).sleepUntil()
            let reading = sampler.reading
            if let at = reading.chamber?.takenAt, at > newest ?? .zero {
                newest = at
                seen += 1
            }
            let input = StepInput(reading: reading, report: SwitchReport())
            snapshot = controller.step(input, at: .monotonic()).snapshot
            if case .failing = sampler.state(at: .monotonic()).condition { break }
        }
        return snapshot
    }

    /// The existing buses, where the board's is missing.
    private static func presentBuses(_ state: ConverterState) -> String {
        guard case .failing(let error) = state.condition, error.kind == .absent,
            error.place.path.hasPrefix("/dev/i2c-")
        else { return "" }
        let names = MachineRoot().names(in: "/dev").filter { $0.hasPrefix("i2c-") }
        return names.isEmpty
            ? "; this machine shows no I²C bus" : "; present are \(names.joined(separator: ", "))"
    }

    private static func supplyFinding(_ volts: Double?, nominal: Double) -> Finding {
        guard let volts else {
            return .warning(
                "supply",
                "nothing measures the dividers' supply, so 1 % of it reads up to 5 °C wrong",
                advice: "wire an input of the converter to it, and give that as supply_channel"
            )
        }
        let text = "\(volts.fixed(3)) V where the board file says \(nominal.fixed(2)) V"
        guard abs(volts / nominal - 1) <= supplyTolerance else {
            return .warning("supply", text, advice: "check the supply and its wires")
        }
        return .ok("supply", text)
    }

    // MARK: both

    /// A cold heater's temperatures in °C: others come from a wrong thermistor or resistor in the
    /// board file.
    private static let plausible = 0.0...60.0

    private static func finding(
        _ name: ProbeName,
        _ condition: ProbeStatus.Condition,
        _ degrees: Double?
    ) -> Finding {
        let subject = "probe"
        let title = name.word.map { $0 == "_" ? " " : String($0) }.joined()
        guard condition != .waiting else {
            return .warning(subject, "\(title): no reading yet", advice: "look again")
        }
        guard condition == .good, let degrees else {
            let text = "\(title): \(condition.word.map { $0 == "_" ? " " : String($0) }.joined())"
            return .failed(subject, text, advice: "check its plug, its cable and its channel")
        }
        let text = "\(title): \(degrees.fixed(1)) °C"
        guard plausible.contains(degrees) else {
            return .warning(
                subject,
                text,
                advice: "if that is not its temperature, correct thermistor and series_ohms"
            )
        }
        return .ok(subject, text)
    }
}

extension Snapshot {
    /// A probe is not judged yet.
    fileprivate var isWaiting: Bool {
        [chamber, chamberSecond, element].contains { $0.condition == .waiting }
    }
}

/// The newest voltage of the dividers' supply, from the sampler's thread.
private final class SupplyReading: Sendable {
    private let newest = Mutex<Double?>(nil)

    var volts: Double? { newest.withLock { $0 } }

    func record(_ volts: Double) { newest.withLock { $0 = volts } }
}

/// A converter whose supply reading is recorded.
private struct ListeningConverter: Converter {
    private var inner: any Converter
    private let channel: Int?
    private let supply: SupplyReading

    init(_ inner: any Converter, _ channel: Int?, _ supply: SupplyReading) {
        self.inner = inner
        self.channel = channel
        self.supply = supply
    }

    mutating func beginScan() throws(BusError) {
        try inner.beginScan()
    }

    mutating func measure(_ channel: Int) throws(BusError) -> Conversion {
        let conversion = try inner.measure(channel)
        if channel == self.channel { supply.record(conversion.volts) }
        return conversion
    }
}
