package import JSON

/// The device's presets, as a command finds them by name.
package struct PresetList {
    /// How one filament is dried.
    package struct Drying: Equatable {
        /// In °C.
        package let target: Double
        /// How long.
        package let hours: Double

        package init(target: Double, hours: Double) {
            self.target = target
            self.hours = hours
        }
    }

    /// Names by which a new device dries.
    package static let usualNames = ["pla", "petg", "abs", "asa", "nylon", "pc", "tpu"]

    private let presets: [JSONObject]

    /// `state` is the answer to `GET /api/v1/state` (`docs/api.md`).
    package init(_ state: JSONObject) {
        guard case .array(let list) = state["device"]?.object?["presets"] else {
            presets = []
            return
        }
        presets = list.compactMap(\.object)
    }

    /// What people call a filament beside its short name.
    private static let otherNames = ["nylon": "pa", "polycarbonate": "pc", "flex": "tpu"]

    /// How the preset of this name is dried, whatever its case; a part of `ABS/ASA` will do. `nil`: there is
    /// none, or it is not dried.
    package func drying(_ name: String) -> Drying? {
        let asked = name.lowercased()
        let names = [asked, Self.otherNames[asked] ?? asked]
        for preset in presets {
            guard let target = preset["dry_c"]?.number, let hours = preset["dry_hours"]?.number,
                !Set(names).isDisjoint(with: Self.words(of: preset))
            else { continue }
            return Drying(target: target, hours: hours)
        }
        return nil
    }

    /// The names by which something can be dried.
    package var dryingNames: [String] {
        presets.filter { $0["dry_c"]?.number != nil }.flatMap { preset in
            preset["name"]?.string?.lowercased().split(separator: "/").map(String.init) ?? []
        }
    }

    private static func words(of preset: JSONObject) -> [String] {
        let name = preset["name"]?.string?.lowercased() ?? ""
        return [name] + name.split(separator: "/").map(String.init)
    }
}
