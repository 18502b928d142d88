extension ConfigurationFile {
    /// The value by which a file that lies over another takes a setting away.
    package static let nothing = "(none)"

    /// The same file with the settings of `upper` in place of its own.
    package func overlaid(by upper: ConfigurationFile) -> ConfigurationFile {
        var file = self
        for section in upper.sections {
            for setting in section.settings {
                file.replace(setting, in: section.name)
            }
        }
        return file
    }

    /// The value of a key; `nil` where the file has none.
    package func value(_ key: String, in section: String) -> String? {
        self.section(section)?.settings.first { $0.key == key }?.value
    }

    /// The text of a file with these settings.
    package static func text(
        _ sections: [(name: String, settings: [(key: String, value: String)])]
    ) -> String {
        sections.map { section in
            "[\(section.name)]\n"
                + section.settings.map { "\($0.key): \($0.value)\n" }.joined()
        }.joined(separator: "\n")
    }
}
