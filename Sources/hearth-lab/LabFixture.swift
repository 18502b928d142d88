import Glibc
import Plant
import SwitchCore

/// What stands around a heater on a bench: a fixture's relays, which `hearth bench` drives by lines, a
/// witness of the heat, and a relay that may be slow.
struct LabFixture {
    /// Relays and witness by the words of the command line (``LabArguments``).
    struct Wiring {
        /// The fault that each line makes while it is high.
        var relays: [(fault: PlantFault, line: Int)] = []
        var witness: Witness?
        /// How long the heater's relay goes on to conduct.
        var relayDelay = Duration.zero
    }

    /// Where the witness is seen.
    enum Witness {
        /// Pulled low while the element has power, as behind an optocoupler.
        case line(Int)
        /// A meter's number, in W.
        case file(String)
    }

    /// What a meter shows while the element has power: of the lab's heater.
    private static let watts = ("300\n", "  0\n")

    private let levels: (any LineLevels)?
    private var relays: [(fault: PlantFault, line: Int, isOn: Bool)]
    private let output: LabOutput?
    private let delay: Duration
    private var conductsUntil: Instant?
    private var shown: Bool?

    /// - Parameter chip: the folder of the fixture's gpio-sim chip; `nil`: a Raspberry Pi's pins.
    init(_ wiring: Wiring, chip: String?) throws(LabFailure) {
        relays = wiring.relays.map { ($0.fault, $0.line, false) }
        delay = wiring.relayDelay
        let lines = relays.map(\.line)
        if lines.isEmpty {
            levels = nil
        } else if let chip {
            levels = try SimulatedChipLevels(chip, lines: lines)
        } else {
            levels = try RaspberryPiLevels(lines: lines, pulledUp: [])
        }
        switch wiring.witness {
        case .line(let line)?:
            guard let chip else {
                throw LabFailure("nothing sets a Raspberry Pi's pin: give the witness a file")
            }
            let path = "\(chip)/sim_gpio\(line)/pull"
            output = try LabOutput(path, hot: "pull-down\n", cold: "pull-up\n")
        case .file(let path)?:
            output = try LabOutput(path, hot: Self.watts.0, cold: Self.watts.1)
        case nil: output = nil
        }
        show(false)
    }

    /// There is a bench around the heater.
    var isConnected: Bool { levels != nil || output != nil }

    /// What the relays that changed since the last call do to the chamber.
    mutating func orders() -> [FaultOrder] {
        guard let levels else { return [] }
        levels.look()
        var orders: [FaultOrder] = []
        for index in relays.indices {
            let isOn = levels.isHigh(relays[index].line)
            guard isOn != relays[index].isOn else { continue }
            relays[index].isOn = isOn
            let fault = relays[index].fault
            orders.append(isOn ? .begin(fault) : .end(fault))
        }
        return orders
    }

    /// Whether the heater's relay conducts, with this level at its input.
    mutating func conducts(_ isDriven: Bool, at now: Instant) -> Bool {
        if isDriven {
            conductsUntil = now.advanced(by: delay)
            return true
        }
        return conductsUntil.map { now < $0 } ?? false
    }

    /// Lets the witness see whether the element has power.
    mutating func show(_ isHot: Bool) {
        guard let output, isHot != shown else { return }
        output.write(isHot)
        shown = isHot
    }
}

/// A file that one of two texts is written to, for one who reads it at any time.
final class LabOutput {
    private let descriptor: CInt
    private let texts: (hot: [UInt8], cold: [UInt8])

    init(_ path: String, hot: String, cold: String) throws(LabFailure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SmallFile.failure(path) }
        texts = (Array(hot.utf8), Array(cold.utf8))
    }

    deinit { close(descriptor) }

    func write(_ isHot: Bool) {
        let text = isHot ? texts.hot : texts.cold
        // What cannot be written is seen at once: the witness is then blind.
        _ = pwrite(descriptor, text, text.count, 0)
    }
}
