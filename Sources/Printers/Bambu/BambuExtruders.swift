import JSON

/// `device.extruder`: which extruder prints, and where its filament comes from. Printers with two
/// nozzles report it, and newer ones with one.
struct BambuExtruders: Equatable, Sendable {
    /// Where an extruder's filament comes from; the wire's own numbers.
    enum Source: Equatable, Sendable {
        case tray(unit: Int, tray: Int)
        /// 255, or 254 on a printer with two.
        case external(Int)
    }

    /// More than any printer has; the number has four bits.
    private static let most = 16
    /// Of `snow`, in its lower byte: nothing is loaded.
    private static let none = 255
    /// The units that are external spools.
    private static let external = 254...255

    /// The number of the extruder that prints; `nil`: not said yet.
    private var number: Int?
    /// Each extruder's `snow`, by its number: `unit << 8 | tray`.
    private var sources: [Int: Int] = [:]

    /// The printer reports where its extruders' filament comes from.
    var areKnown: Bool { !sources.isEmpty }

    /// Where the filament in use comes from; `nil`: none is loaded, or it is unknown.
    var active: Source? {
        let only = sources.count == 1 ? sources.values.first : nil
        guard let source = number.map({ sources[$0] }) ?? only else { return nil }
        let (unit, tray) = (source >> 8, source & 0xff)
        guard tray != Self.none else { return nil }
        return Self.external.contains(unit) ? .external(unit) : .tray(unit: unit, tray: tray)
    }

    /// Merges a report's object; what it leaves out stays unchanged.
    mutating func merge(_ extruder: JSONObject) {
        // The four bits below say how many extruders there are.
        if let state = extruder.looseWhole("state"), state >= 0 { number = state >> 4 & 0xf }
        for entry in extruder.objects("info") ?? [] {
            guard let id = entry.looseWhole("id"), (0..<Self.most).contains(id),
                let source = entry.looseWhole("snow"), (0...0xffff).contains(source)
            else { continue }
            sources[id] = source
        }
    }
}
