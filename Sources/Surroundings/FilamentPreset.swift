import Chamber
package import SwitchCore

/// What somebody heats and dries a filament with: a card on the page, and a word of `hearth dry`.
package struct FilamentPreset: Equatable, Sendable {
    /// The most that are kept.
    package static let most = 12
    /// Characters of a name.
    package static let longestName = 20

    /// The filament's name, as in `ABS/ASA`.
    package var name: String
    /// The chamber's temperature for printing it; `nil`: without heat.
    package var heat: Celsius?
    /// The temperature for drying it; `nil`: it is not dried.
    package var dry: Celsius?
    /// How long it is dried, in minutes.
    package var dryMinutes: Int

    package init(_ name: String, heat: Celsius?, dry: Celsius?, dryMinutes: Int = 720) {
        self.name = name
        self.heat = heat
        self.dry = dry
        self.dryMinutes = dryMinutes
    }

    /// Those of a new device: what makers of filament recommend, within a chamber's 60 °C.
    package static let standard = [
        FilamentPreset("PLA", heat: nil, dry: Celsius(55)),
        FilamentPreset("PETG", heat: Celsius(40), dry: Celsius(60)),
        FilamentPreset("ABS/ASA", heat: Celsius(55), dry: Celsius(60)),
        FilamentPreset("PA", heat: Celsius(50), dry: Celsius(60)),
        FilamentPreset("PC", heat: Celsius(60), dry: Celsius(60)),
        FilamentPreset("TPU", heat: nil, dry: Celsius(50), dryMinutes: 480),
    ]

    /// A preset may have this name: 1…20 visible characters, none of which has a meaning in a page's markup.
    package static func isName(_ text: String) -> Bool {
        let hasEnds = text.first == " " || text.last == " "
        return (1...longestName).contains(text.count) && text.utf8.count <= 80 && !hasEnds
            && text == text.harmless && !text.contains { "<>&\"'\\`".contains($0) }
    }
}

/// Presets as the store keeps them, without control characters: `<` between presets and `>` between their values,
/// which no name has.
extension FilamentPreset {
    /// The text of `presets`.
    package static func text(of presets: [FilamentPreset]) -> String {
        presets.map { preset in
            let heat = preset.heat.map { $0.degrees.fixed(1) } ?? ""
            let dry = preset.dry.map { $0.degrees.fixed(1) } ?? ""
            return "\(preset.name)>\(heat)>\(dry)>\(preset.dryMinutes)"
        }
        .joined(separator: "<")
    }

    /// The presets in `text`; `nil` where it cannot be theirs.
    package static func presets(in text: String) -> [FilamentPreset]? {
        var presets: [FilamentPreset] = []
        for line in text.split(separator: "<") {
            let parts = line.split(separator: ">", omittingEmptySubsequences: false)
            guard parts.count == 4, isName(String(parts[0])), let minutes = Int(parts[3]),
                (60...60_000).contains(minutes),
                let heat = temperature(parts[1]), let dry = temperature(parts[2])
            else { return nil }
            presets.append(
                FilamentPreset(String(parts[0]), heat: heat, dry: dry, dryMinutes: minutes)
            )
        }
        return presets.count <= most ? presets : nil
    }

    private static func temperature(_ text: Substring) -> Celsius?? {
        if text.isEmpty { return .some(nil) }
        guard let number = Double(plain: String(text)), (0...150).contains(number) else {
            return nil
        }
        return Celsius(untrusted: number)
    }
}
