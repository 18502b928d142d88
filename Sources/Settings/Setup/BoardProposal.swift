package import Schema

/// Answers about a board that came over the network: a few keys of a board that comes with the program. What
/// guards the heat, such as limits, is not among them; nor is any file's path.
package enum BoardProposal {
    /// The keys that can be answered, by section, in the order of the questions.
    package static let keys: [(section: String, keys: [String])] = [
        ("board", ["name", "mains_hz"]),
        ("probe chamber", ["thermistor", "series_ohms"]),
        ("probe element", ["channel", "thermistor", "series_ohms"]),
        ("heater", ["power_w", "line", "active_low", "idle"]),
        ("fan", ["fitted", "line"]),
        ("second_relay", ["line", "active_low", "idle"]),
    ]

    /// Bytes of a value at most.
    private static let longestValue = 64

    /// Whether a value can stand in a settings file as it is: one line, and no comment in it.
    package static func isPlain(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.count <= longestValue
            && !value.unicodeScalars.contains { scalar in
                scalar.value < 0x20 || scalar.value == 0x7f || "#;".unicodeScalars.contains(scalar)
            }
    }

    /// Whether answers stay within what can be proposed; `boards` are the names that come with the program.
    package static func holds(_ file: ConfigurationFile, boards: [String]) -> Bool {
        file.sections.allSatisfy { section in
            if section.name == AnswersFile.schema.name {
                return section.settings.allSatisfy { setting in
                    setting.key == "element_probe"
                        || setting.key == "board" && boards.contains(setting.value)
                }
            }
            let known = keys.first { $0.section == section.name }?.keys ?? []
            return section.settings.allSatisfy { known.contains($0.key) && isPlain($0.value) }
        }
    }
}
