import JSON

/// Which filament is where, merged from a printer's reports.
struct BambuTrays: Equatable, Sendable {
    /// Where filament can be; the wire's own numbers.
    enum Place: Hashable, Sendable {
        /// A place in an AMS.
        case unit(Int, tray: Int)
        /// An external spool: 254, and 255 on a printer with two.
        case external(Int)
    }

    /// More than any printer has (4 AMS of 4, 8 AMS HT, 2 spools): a report with more is not a
    /// printer's.
    private static let mostPlaces = 64
    /// An AMS HT holds one spool, and its number counts for the tray as well.
    private static let firstHighTemperatureUnit = 128
    private static let external = 254
    private static let none = 255

    /// The filament's type (`PETG`) by its place; absent: empty, or unknown.
    private var types: [Place: String] = [:]
    /// The place in use, as `ams.tray_now` numbers it.
    private var now: Int?

    /// The type of the filament in use; empty: none, or unknown.
    var activeType: String {
        guard let now, now != Self.none else { return "" }
        if now == Self.external { return types[.external(Self.external)] ?? "" }
        let place =
            now >= Self.firstHighTemperatureUnit
            ? Place.unit(now, tray: 0) : Place.unit(now / 4, tray: now % 4)
        return types[place] ?? ""
    }

    /// Merges a report; what it leaves out stays unchanged.
    mutating func merge(_ print: JSONObject) {
        if let ams = print["ams"]?.object {
            if let number = ams.looseWhole("tray_now"), (0...Self.none).contains(number) {
                now = number
            }
            for unit in ams.objects("ams") ?? [] {
                guard let id = unit.looseWhole("id") else { continue }
                for tray in unit.objects("tray") ?? [] {
                    guard let number = tray.looseWhole("id") else { continue }
                    merge(tray, at: .unit(id, tray: number))
                }
            }
        }
        if let tray = print["vt_tray"]?.object {
            merge(tray, at: .external(tray.looseWhole("id") ?? Self.external))
        }
        // New firmware has a list under this name.
        for tray in print.objects("vir_slot") ?? [] {
            merge(tray, at: .external(tray.looseWhole("id") ?? Self.external))
        }
    }

    private mutating func merge(_ tray: JSONObject, at place: Place) {
        if let type = tray["tray_type"]?.string {
            guard types[place] != nil || types.count < Self.mostPlaces else { return }
            types[place] = type
        } else if tray.members.count == 1, tray["id"] != nil {
            // An empty tray has its number and nothing else.
            types[place] = nil
        }
    }
}
