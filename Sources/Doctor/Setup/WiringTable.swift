package import Boards
import Chamber
import CommandLine
import Inputs
import Lines
import SwitchCore

/// The wiring of a board in words, made from its description: for a board file whose pins, probes or
/// relays differ from its template's.
package struct WiringTable {
    private let board: BoardDescription
    private let isPi: Bool

    /// The table of a board.
    package init(_ board: BoardDescription) {
        self.board = board
        isPi = board.lines.map { RaspberryPi.chips.contains($0.chip) } ?? false
    }

    /// Whether the same table would do for both.
    package static func isSame(_ one: BoardDescription, _ other: BoardDescription) -> Bool {
        var (one, other) = (one, other)
        // The chip is inside the computer: its header is wired alike.
        one.lines?.chip = ""
        other.lines?.chip = ""
        return one.lines == other.lines && one.channels == other.channels
            && one.converter == other.converter
            && one.configuration.chamber == other.configuration.chamber
            && one.configuration.chamberSecond == other.configuration.chamberSecond
            && one.configuration.element == other.configuration.element
    }

    /// The comment that a board file begins with, without its marks.
    package var header: [String] {
        var lines = [
            "\(board.name), as it was chosen in \"hearth setup\".", "",
            "The drawing, and why each part is there: docs/wiring.md. The mains side is for somebody",
            "qualified for it; read docs/safety.md first.", "",
            "WIRING", "",
        ]
        lines += Self.table(("header pin", "line", "goes to"), lineRows)
        lines.append("")
        lines += Self.table(("", "part", "its wires"), partRows)
        lines += ["", "RELIES ON", ""]
        lines += reliance.map { "  " + $0 }
        return lines
    }

    private typealias Row = (first: String, second: String, third: String)

    private static func table(_ title: Row, _ rows: [Row]) -> [String] {
        let all = [title] + rows
        let widths = (all.map { $0.first.count }.max() ?? 0, all.map { $0.second.count }.max() ?? 0)
        let ruler: Row = (
            String(repeating: "-", count: title.first.isEmpty ? 0 : widths.0),
            String(repeating: "-", count: widths.1), String(repeating: "-", count: 50)
        )
        return ([title, ruler] + rows).map { row in
            let first = widths.0 == 0 ? "" : row.first.padded(to: widths.0 + 2)
            return "  " + first + row.second.padded(to: widths.1 + 2) + row.third
        }
    }

    // MARK: Lines

    private var lineRows: [Row] {
        var rows: [Row] = []
        if isPi {
            rows += [
                (" 1", "3V3", "\(chip)'s supply; the top of the dividers"),
                (" 2", "5V", "input + of the heater's relay"),
                (" 6", "GND", "emitters and sources of the drivers; the dividers' other end"),
            ]
        }
        if case .chip(_, let place) = board.converter.source {
            let number = place.path.split(separator: "-").last.map(String.init) ?? ""
            let isHeader = isPi && number == "1"
            rows += [
                (isHeader ? " 3" : "", isHeader ? "GPIO2" : "SDA \(number)", "\(chip)'s SDA"),
                (isHeader ? " 5" : "", isHeader ? "GPIO3" : "SCL \(number)", "\(chip)'s SCL"),
            ]
        }
        rows += (board.lines?.outputs ?? []).map(row)
        rows += (board.lines?.buttons ?? []).map { button -> Row in
            (pin(button.line), name(button.line), "the button \"\(button.name.rawValue)\", to GND")
        }
        rows += (board.lines?.contacts ?? []).map { contact -> Row in
            let (line, word) = (contact.line.line, contact.name.word)
            return (pin(line), name(line), "the contact \"\(word)\", closed while all is well")
        }
        return rows
    }

    private func row(_ output: OutputLine) -> Row {
        (pin(output.line), name(output.line), goal(output))
    }

    private func goal(_ output: OutputLine) -> String {
        let pull = output.isActiveLow ? "10 kΩ to 3V3" : "10 kΩ to GND"
        let driver =
            output.isActiveLow
            ? "the input, which switches on when it is low" : "1 kΩ to the base of a transistor"
        return switch output.purpose {
        case .heater: "\(driver) of the heater's relay; \(pull)"
        case .secondRelay: "\(driver) of the second relay; \(pull)"
        case .fan:
            output.isActiveLow ? "\(driver) of the blower" : "100 Ω to the blower's MOSFET; \(pull)"
        case .heartbeat: "the monostable in series with the heater"
        case .aliveLight: "the light that says that all is well, through 1 kΩ"
        case .modeLight: "the light that says that it heats, through 1 kΩ"
        case .buzzer: "the buzzer's driver"
        }
    }

    private func name(_ line: LineReference) -> String {
        switch line {
        case .number(let number): isPi ? "GPIO\(number)" : "line \(number)"
        case .name(let name): name
        }
    }

    private func pin(_ line: LineReference) -> String {
        guard isPi, case .number(let number) = line, let pin = RaspberryPi.pin(of: number) else {
            return ""
        }
        return (pin < 10 ? " " : "") + String(pin)
    }

    // MARK: Parts

    private var chip: String {
        switch board.converter.source {
        case .chip(let chip, _): chip.rawValue.uppercased()
        case .iio(let device), .hwmon(let device): device
        case .simulated: "the converter"
        }
    }

    private var partRows: [Row] {
        var rows: [Row] = []
        let configuration = board.configuration
        let probes: [(String, ProbeConfiguration?, Int?)] = [
            ("chamber", configuration.chamber, board.channels.chamber),
            (
                "chamber, second", configuration.chamberSecond,
                board.channels.chamberSecond
            ),
            ("element", configuration.element, board.channels.element),
        ]
        for case (let title, let probe?, let channel?) in probes {
            rows.append(("", "\(chip) \(channel)", "\(title): \(wires(probe)); 100 nF to GND"))
        }
        if let channel = board.converter.supplyChannel {
            let why = "the dividers' supply, so that one that sags changes no reading"
            rows.append(("", "\(chip) \(channel)", why))
        }
        if case .chip(let chip, let place) = board.converter.source, let address = place.address {
            rows.append(("", "\(self.chip) address", Self.address(address, of: chip)))
        }
        let relays = board.lines?.outputs.contains { $0.purpose == .secondRelay } ?? false
        let second = relays ? " - second relay" : ""
        let mains = "live - fuse - thermal cut-out\(second) - heater's relay - element - neutral"
        rows.append(("", "mains", mains))
        return rows
    }

    private func wires(_ probe: ProbeConfiguration) -> String {
        let name = Thermistor.catalogue.first { $0.thermistor == probe.thermistor }?.name
        let ohms = "\(probe.divider.series.value.plain) Ω"
        let side =
            probe.divider.thermistorSide == .low
            ? "to GND; \(ohms) to the supply" : "to the supply; \(ohms) to GND"
        return (name ?? "thermistor") + " " + side
    }

    /// The data sheets of ADS1115 and ADS1015, "I2C Address Selection".
    private static func address(_ address: UInt8, of chip: ConverterChip) -> String {
        guard chip == .ads1115 || chip == .ads1015 else { return "set to \(address.hexadecimal)" }
        let pins = ["GND", "its supply", "SDA", "SCL"]
        let index = Int(address) - Int(chip.facts.addresses.lowerBound)
        guard pins.indices.contains(index) else { return "set to \(address.hexadecimal)" }
        return "ADDR on \(pins[index]): \(address.hexadecimal)"
    }

    private var reliance: [String] {
        var lines: [String] = []
        for output in board.lines?.outputs ?? [] where output.idle != nil {
            let word = output.idle == .pulledUp ? "pull-up  " : "pull-down"
            let goal = output.idle == .pulledUp ? "3V3" : "GND"
            let what = output.purpose == .heater ? "the heater" : "the second relay"
            lines.append(
                "\(word)   10 kΩ from \(name(output.line)) to \(goal): \(what) is off while the computer"
            )
            lines.append("            boots, hangs or is away.")
        }
        lines += [
            "cut-out     in series with the element and fixed to it: the only thing that ends heat",
            "            when the relay has welded shut.",
        ]
        if isPi {
            lines += [
                "strict GPIO dtparam=strict_gpiod in config.txt: without it a line keeps its level when",
                "            the program behind it dies, and Hearth will not arm.",
            ]
        }
        return lines
    }
}
