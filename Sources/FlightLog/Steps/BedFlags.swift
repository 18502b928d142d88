import Chamber
import SwitchCore

/// A bed report in a recording with all that it can hold: a byte of flags, then the temperatures that are
/// there.
struct BedFlags: OptionSet {
    static let printing = BedFlags(rawValue: 1)
    static let chamberTarget = BedFlags(rawValue: 2)
    static let highestTarget = BedFlags(rawValue: 4)
    static let preheating = BedFlags(rawValue: 8)
    private static let all: BedFlags = [.printing, .chamberTarget, .highestTarget, .preheating]

    let rawValue: UInt8

    /// Writes the wish's number, the report's form, its flags and its temperatures.
    static func put(_ report: BedReport, _ writer: inout ByteWriter) {
        var flags: BedFlags = []
        if report.isPrinting { flags.insert(.printing) }
        if report.chamberTarget != nil { flags.insert(.chamberTarget) }
        if report.highestTarget != nil { flags.insert(.highestTarget) }
        if report.isPreheating { flags.insert(.preheating) }
        writer.put(15)
        writer.put(5)
        writer.put(flags.rawValue)
        writer.putReal(report.target.degrees)
        if let chamber = report.chamberTarget { writer.putReal(chamber.degrees) }
        if let highest = report.highestTarget { writer.putReal(highest.degrees) }
    }

    /// Reads what follows the report's form.
    static func read(_ reader: inout ByteReader) throws(RecordingMistake) -> BedReport {
        let mistake = reader.mistake("a bed report has flags that this version does not know")
        let flags = BedFlags(rawValue: try reader.byte())
        guard flags.isSubset(of: .all) else { throw mistake }
        let target = try WishCode.temperature(&reader)
        var chamber: Celsius?
        if flags.contains(.chamberTarget) { chamber = try WishCode.temperature(&reader) }
        var highest: Celsius?
        if flags.contains(.highestTarget) { highest = try WishCode.temperature(&reader) }
        return BedReport(
            target: target,
            isPrinting: flags.contains(.printing),
            chamberTarget: chamber,
            highestTarget: highest,
            isPreheating: flags.contains(.preheating)
        )
    }
}
