package import Boards
package import CommandLine
import Lines

/// What a machine shows of the hardware that a board file speaks of.
package struct FoundHardware: Equatable, Sendable {
    /// A converter that answers on a bus.
    package struct Converter: Equatable, Sendable {
        /// `1` of `/dev/i2c-1`.
        package let bus: Int
        /// Where it answers.
        package let address: UInt8
        /// What it is.
        package let chip: ConverterChip
    }

    /// The machine's model; `nil`: unknown.
    package var model: String?
    /// The labels of the GPIO chips.
    package var chips: [String] = []
    /// The numbers of the I²C buses.
    package var buses: [Int] = []
    /// The converters on them, the likeliest first.
    package var converters: [Converter] = []

    /// Nothing is known: of another machine than this one.
    package init() {}

    /// The addresses of the converters that Hearth reads.
    private static let addresses = Array(UInt8(0x48)...0x4b) + Array(UInt8(0x68)...0x6f)
    /// Buses from here on belong to a Raspberry Pi's monitors and cameras.
    private static let headerBuses = 0..<20

    /// Looks at `root`; the buses only where it is this machine and `readsBuses`.
    package init(_ root: MachineRoot, readsBuses: Bool) {
        model = root.model
        guard root.isThisMachine else { return }
        chips = GPIOChip.all().map(\.label)
        buses = root.names(in: "/dev").filter { $0.hasPrefix("i2c-") }
            .compactMap { Int($0.dropFirst(4)) }.filter(Self.headerBuses.contains).sorted()
        guard readsBuses else { return }
        for bus in buses { converters += Self.converters(on: bus) }
    }

    /// The GPIO chip that the header's lines belong to; `nil` where nobody can tell.
    package var chip: String? {
        if let model, let chip = RaspberryPi.chip(of: model) { return chip }
        return chips.count == 1 ? chips[0] : nil
    }

    /// The name of the board file that fits the machine; `nil`: none does.
    package var board: String? {
        guard let model else { return nil }
        if model.hasPrefix("Raspberry Pi") {
            return RaspberryPi.chip(of: model) == RaspberryPi.chips.last
                ? "raspberry-pi-5" : "raspberry-pi"
        }
        return model.contains("AML-S905X-CC") || model.contains("Le Potato") ? "libre-potato" : nil
    }

    /// One line for each thing that was found.
    package var lines: [String] {
        var rows = [("Computer", model ?? "an unknown model")]
        rows.append(("GPIO chip", chips.isEmpty ? "none" : chips.joined(separator: ", ")))
        let names = buses.map { "i2c-\($0)" }
        rows.append(("I²C bus", names.isEmpty ? "none" : names.joined(separator: ", ")))
        let found = converters.map {
            "\($0.chip.rawValue) at \($0.address.hexadecimal) on i2c-\($0.bus)"
        }
        rows.append(("Converter", found.isEmpty ? "none answers" : found.joined(separator: ", ")))
        return TextColumns.lines(rows, width: 12)
    }

    private static func converters(on bus: Int) -> [Converter] {
        let path = "/dev/i2c-\(bus)"
        do throws(BusError) {
            var found: [Converter] = []
            for address in try BusScan.addresses(on: path, among: addresses) {
                found.append(Converter(bus: bus, address: address, chip: chip(at: address, path)))
            }
            return found
        } catch {
            return []
        }
    }

    /// At 0x48 to 0x4b, an ADS1115 and an ADS7828 differ in what they answer for register 1: the first shows
    /// its configuration, whose highest bit is 1 while it rests (data sheet, section 8.1.3), the other a code
    /// of 12 bits (data sheet, "Reading data").
    private static func chip(at address: UInt8, _ path: String) -> ConverterChip {
        guard address < 0x68 else { return .mcp3424 }
        do throws(BusError) {
            let word = try KernelBus(path, address: address).read(register: 1)
            return word & 0x8000 == 0 ? .ads7828 : .ads1115
        } catch {
            return .ads1115
        }
    }
}
