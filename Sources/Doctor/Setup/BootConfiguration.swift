/// A Raspberry Pi's `config.txt`: the lines that a heater's board needs, and those that are
/// missing.
package struct BootConfiguration: Equatable, Sendable {
    /// Where it is: on systems since Debian 12, and before.
    package static let paths = ["/boot/firmware/config.txt", "/boot/config.txt"]

    /// One setting and the line that makes it.
    package struct Need: Equatable, Sendable {
        /// As it is written into the file.
        package let line: String
        /// What it does, to follow its line.
        package let reason: String
        /// The parameter's names in `dtparam`.
        fileprivate let names: [String]
    }

    /// All that a board on the header needs.
    package static let needs = [
        Need(
            line: "dtparam=i2c_arm=on",
            reason: "turns the I²C bus on pins 3 and 5 on",
            names: ["i2c_arm", "i2c"]
        ),
        Need(
            line: "dtparam=strict_gpiod",
            reason: "lets a line go when the program behind it dies",
            names: ["strict_gpiod"]
        ),
    ]

    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The needs that it does not meet: a line under a filter such as `[cm4]` does not count.
    package var missing: [Need] {
        let settings = settings
        return Self.needs.filter { need in
            let value = need.names.compactMap { name in settings.last { $0.name == name } }
                .max { $0.place < $1.place }
            return value?.isOn != true
        }
    }

    /// The firmware starts a kernel with the device tree of kernel.org, which knows no `dtparam`.
    package var startsUpstreamKernel: Bool {
        lines.last { $0.hasPrefix("upstream_kernel=") } == "upstream_kernel=1"
    }

    /// The text to append for `needs`: their lines, under `[all]`.
    package func addition(for needs: [Need]) -> String {
        guard !needs.isEmpty else { return "" }
        var added = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
        added += "\n"
        if lastFilter != "all" { added += "[all]\n" }
        added += "# Added by \"hearth setup\".\n"
        for need in needs { added += need.line + "\n" }
        return added
    }

    private struct Setting {
        let name: String
        let isOn: Bool
        let place: Int
    }

    /// The parameters that hold on every model, in the order of the file.
    private var settings: [Setting] {
        var filter = "all"
        var found: [Setting] = []
        for line in lines {
            if line.hasPrefix("[") {
                filter = String(line.dropFirst().prefix { $0 != "]" })
                continue
            }
            guard filter == "all", let equals = line.firstIndex(of: "="),
                line[..<equals] == "dtparam"
            else { continue }
            for part in line[line.index(after: equals)...].split(separator: ",") {
                let words = part.split(separator: "=", maxSplits: 1).map(String.init)
                guard let name = words.first else { continue }
                let isOn = words.count < 2 || ["on", "true", "yes", "1", ""].contains(words[1])
                found.append(Setting(name: name, isOn: isOn, place: found.count))
            }
        }
        return found
    }

    /// Lines without comments and spaces.
    private var lines: [String] {
        text.split(whereSeparator: \.isNewline).map { line in
            line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
        }
    }

    private var lastFilter: String {
        let last = lines.last { $0.hasPrefix("[") }
        return last.map { String($0.dropFirst().prefix { $0 != "]" }) } ?? "all"
    }
}

/// What differs between models of the Raspberry Pi.
enum RaspberryPi {
    /// The GPIO chips of all models.
    static let chips = ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"]

    /// The pins of the 40-pin header by the numbers of their lines (the maker's own table).
    private static let pins: [UInt32: Int] = [
        2: 3, 3: 5, 4: 7, 14: 8, 15: 10, 17: 11, 18: 12, 27: 13, 22: 15, 23: 16, 24: 18, 10: 19,
        9: 21,
        25: 22, 11: 23, 8: 24, 7: 26, 5: 29, 6: 31, 12: 32, 13: 33, 19: 35, 16: 36, 26: 37, 20: 38,
        21: 40,
    ]

    /// The pin of a line; `nil` where it is not on the header.
    static func pin(of line: UInt32) -> Int? { pins[line] }

    /// The GPIO chip that a model's header belongs to, by the label that its driver gives it; `nil`
    /// where the machine is no Raspberry Pi.
    static func chip(of model: String) -> String? {
        guard model.hasPrefix("Raspberry Pi ") else { return nil }
        let words = model.split(separator: " ").dropFirst(2)
        // "Compute Module 4 Rev 1.0" and "400" are a 4.
        let number = words.first { $0.first?.isNumber == true }?.first
        if words.first == "Zero" { return chips[0] }
        return switch number {
        case "5": chips[2]
        case "4": chips[1]
        default: chips[0]
        }
    }
}
