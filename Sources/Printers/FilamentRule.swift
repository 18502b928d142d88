import Chamber
package import SwitchCore

/// The chamber's target for each filament, where auto mode follows the filament.
package struct FilamentRule: Equatable, Sendable {
    /// A filament and its target.
    package struct Entry: Equatable, Sendable {
        /// The filament's type in any case, without what a maker adds: `PA` is `PA-CF` and `PA6` too.
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
    /// a heated chamber recommend, below the 60 °C that the stock page allows. PCTG is a kind of
    /// PETG, and PAHT a kind of PA.
    package static let standard: [Entry] = [
        Entry("PLA", Celsius(0)), Entry("PETG", Celsius(40)), Entry("ABS", Celsius(55)),
        Entry("ASA", Celsius(55)), Entry("PA", Celsius(50)), Entry("PC", Celsius(60)),
        Entry("TPU", Celsius(0)), Entry("PCTG", Celsius(40)), Entry("PAHT", Celsius(50)),
    ]

    /// Filaments that soften or melt in a warm chamber, and are no heat in any rule.
    private static let cold = [
        "TPE", "TPC", "PEBA", "EVA", "FLEX", "PVA", "BVOH", "PVB", "PCL", "PHA",
    ].map { Entry($0, Celsius(0)) }

    private let entries: [Entry]

    /// - Parameter own: the owner's entries, which win over the standard ones of the same name.
    package init(own: [Entry] = []) {
        let names = own.map { $0.prefix.uppercased() }
        entries = own + (Self.standard + Self.cold).filter { !names.contains($0.prefix) }
    }

    /// The chamber's target for a filament: that of the longest entry that fits, 0 °C (no heat) where
    /// none does.
    package func target(for filament: String) -> Celsius {
        knownTarget(for: filament) ?? Celsius(0)
    }

    /// The same; `nil` where no entry fits.
    func knownTarget(for filament: String) -> Celsius? {
        let fitting = entries.filter { $0.fits(filament) }
        return fitting.max { $0.prefix.count < $1.prefix.count }?.target
    }
}

extension FilamentRule.Entry {
    /// Whether the filament's type begins with this entry's as a whole name. `PC` must not fit `PCL`,
    /// which melts at 60 °C: after a letter no letter may follow, after a digit no digit.
    fileprivate func fits(_ filament: String) -> Bool {
        let name = filament.uppercased()
        let own = prefix.uppercased()
        guard name.hasPrefix(own), let last = own.last else { return false }
        guard let next = name.dropFirst(own.count).first else { return true }
        return !next.isLetter && !(last.isNumber && next.isNumber)
    }
}
