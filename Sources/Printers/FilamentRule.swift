import Chamber
package import SwitchCore

/// The chamber's target for each filament, where auto mode follows the filament.
package struct FilamentRule: Equatable, Sendable {
    /// A filament and its target.
    package struct Entry: Equatable, Sendable {
        /// What the filament's type begins with, in any case: `PA` means `PA-CF` too.
        package var prefix: String
        /// 0 °C: no heat.
        package var target: Celsius

        package init(_ prefix: String, _ target: Celsius) {
            self.prefix = prefix
            self.target = target
        }
    }

    /// The targets of common filaments: PLA and TPU soften in a warm chamber, and clog the
    /// extruder; ABS, ASA, PA and PC warp in a cold one. Values within what makers of printers with
    /// a heated chamber recommend, below the 60 °C that the stock page allows.
    package static let standard: [Entry] = [
        Entry("PLA", Celsius(0)), Entry("PETG", Celsius(40)), Entry("ABS", Celsius(55)),
        Entry("ASA", Celsius(55)), Entry("PA", Celsius(50)), Entry("PC", Celsius(60)),
        Entry("TPU", Celsius(0)),
    ]

    private let entries: [Entry]

    /// - Parameter own: the owner's entries, which win over the standard ones of the same name.
    package init(own: [Entry] = []) {
        let names = own.map { $0.prefix.uppercased() }
        entries = own + Self.standard.filter { !names.contains($0.prefix) }
    }

    /// The chamber's target for a filament: that of the longest prefix that fits, 0 °C (no heat) where
    /// none does.
    package func target(for filament: String) -> Celsius {
        let name = filament.uppercased()
        let fitting = entries.filter { name.hasPrefix($0.prefix.uppercased()) }
        return fitting.max { $0.prefix.count < $1.prefix.count }?.target ?? Celsius(0)
    }
}
