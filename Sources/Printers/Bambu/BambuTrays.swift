import JSON

/// Which filament is where, merged from a printer's reports.
struct BambuTrays: Equatable, Sendable {
    /// A place in an AMS; the wire's own numbers.
    private struct Place: Hashable {
        let unit: Int
        let tray: Int
    }

    /// More than any printer has (4 AMS of 4, 8 AMS HT, 2 spools): a report with more is not a
    /// printer's.
    private static let mostPlaces = 64
    /// An AMS HT holds one spool, and its number counts for the tray as well.
    private static let firstHighTemperatureUnit = 128
    /// The A2L's AMS Lite, whose trays count from 0 although its number is not 0.
    private static let liteUnit = 16
    private static let external = 254
    private static let none = 255

    /// The filament's type (`PETG`) by its place; absent: empty, or unknown.
    private var types: [Place: String] = [:]
    /// The external spool, where the printer names one under `vt_tray`.
    private var spool: String?
    /// The external spools by their numbers (254, 255), where the printer lists them under
    /// `vir_slot`, in place of `vt_tray`.
    private var spools: [Int: String] = [:]
    /// The place in use, as `ams.tray_now` numbers it.
    private var now: Int?
    private var extruders = BambuExtruders()

    /// The type of the filament in use; empty: none, or unknown.
    var activeType: String {
        // With this, `tray_now` has another meaning.
        if extruders.areKnown { return type(in: extruders.active) }
        guard let now, now != Self.none else { return "" }
        if now == Self.external { return externalType(now) }
        if now >= Self.firstHighTemperatureUnit { return types[Place(unit: now, tray: 0)] ?? "" }
        let isLite = Set(types.keys.map(\.unit)) == [Self.liteUnit]
        return types[Place(unit: isLite ? Self.liteUnit : now / 4, tray: now % 4)] ?? ""
    }

    private func type(in source: BambuExtruders.Source?) -> String {
        switch source {
        case .external(let number): externalType(number)
        case .tray(let unit, let tray): types[Place(unit: unit, tray: tray)] ?? ""
        case nil: ""
        }
    }

    /// The only external spool is meant whatever its number: printers number it 254 here and 255 there.
    private func externalType(_ number: Int) -> String {
        if spools.isEmpty { return spool ?? "" }
        return (spools.count == 1 ? spools.values.first : spools[number]) ?? ""
    }

    /// Merges a report; what it leaves out stays unchanged.
    mutating func merge(_ print: JSONObject) {
        if let ams = print["ams"]?.object { merge(ams: ams) }
        if let tray = print["vt_tray"]?.object { Self.merge(tray, into: &spool) }
        for tray in print.objects("vir_slot") ?? [] {
            let number = tray.looseWhole("id") ?? Self.external
            guard spools[number] != nil || spools.count < Self.mostPlaces else { continue }
            // An empty spool counts too: it shows that there are two.
            var type = Optional(spools[number] ?? "")
            Self.merge(tray, into: &type)
            spools[number] = type ?? ""
        }
        if let extruder = print["device"]?.object?["extruder"]?.object {
            extruders.merge(extruder)
        }
    }

    private mutating func merge(ams: JSONObject) {
        if let number = ams.looseWhole("tray_now"), (0...Self.none).contains(number) {
            now = number
        }
        for unit in ams.objects("ams") ?? [] {
            guard let id = unit.looseWhole("id") else { continue }
            for tray in unit.objects("tray") ?? [] {
                guard let number = tray.looseWhole("id") else { continue }
                let place = Place(unit: id, tray: number)
                guard types[place] != nil || types.count < Self.mostPlaces else { continue }
                Self.merge(tray, into: &types[place])
            }
        }
    }

    private static func merge(_ tray: JSONObject, into type: inout String?) {
        if let word = tray["tray_type"]?.string {
            type = word
        } else if let state = tray.looseWhole("state") {
            // Its lowest bit says that filament is there: 3, 11 and 27 with it; 0, 8 and 10 without.
            if state & 1 == 0 { type = nil }
        } else if tray.members.count == 1, tray["id"] != nil {
            // On older firmware an empty tray has its number and nothing else.
            type = nil
        }
    }
}
