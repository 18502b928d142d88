import Chamber
import JSON
import Surroundings
import SwitchCore

/// A printer's state from its reports: after the first, a report holds only changes.
struct BambuReport: Equatable, Sendable {
    /// What the printer is doing.
    enum Activity: String, Sendable {
        case idle = "IDLE"
        case preparing = "PREPARE"
        case slicing = "SLICING"
        case running = "RUNNING"
        case paused = "PAUSE"
        case finished = "FINISH"
        case failed = "FAILED"

        var state: PrintJob.State {
            switch self {
            case .idle, .slicing: .idle
            case .preparing: .preparing
            case .running: .printing
            case .paused: .paused
            case .finished: .finished
            case .failed: .failed
            }
        }
    }

    /// A fault as the printer numbers it, in the notation of its documentation.
    struct Fault: Equatable, Sendable {
        var code: String
        /// 1 is the most severe of 4.
        var severity: Int
    }

    /// `chamber_temper` reads this where there is no sensor.
    private static let noChamberSensor = Celsius(5)
    /// The print was cancelled by a person, which is no fault.
    private static let cancelled = 50_348_044
    /// In `fun`: commands have to be signed by the maker's own programs, as without Developer Mode.
    private static let commandsAreSigned: UInt64 = 0x2000_0000
    /// Faults kept: more than any printer's screen shows.
    private static let mostFaults = 16

    /// The printer's own word; empty: none yet, or one that is unknown here.
    private(set) var activityWord = ""
    private(set) var progress: Double?
    private(set) var remaining: Duration?
    private(set) var faults: [Fault] = []
    private(set) var error = 0
    private(set) var trays = BambuTrays()
    /// Commands need Developer Mode, which is off; `nil`: firmware that knows of no such mode, or no
    /// full report yet.
    private(set) var isLocked: Bool?
    private var plainBedTarget: Celsius?
    private var plainBed: Celsius?
    private var packedBed: Packed?
    private var plainChamber: Celsius?
    private var packedChamber: Packed?

    /// A heater's set point and temperature in one number: `target << 16 | current`.
    private struct Packed: Equatable {
        let target: Celsius
        let now: Celsius

        init?(_ object: JSONObject?) {
            guard let number = object?["info"]?.object?.looseWhole("temp"), number >= 0 else {
                return nil
            }
            target = Celsius(Double(number >> 16))
            now = Celsius(Double(number & 0xffff))
        }
    }

    var activity: Activity? { Activity(rawValue: activityWord) }
    var bedTarget: Celsius? { packedBed?.target ?? plainBedTarget }
    var bed: Celsius? { packedBed?.now ?? plainBed }
    var chamber: Celsius? {
        if let packedChamber { return packedChamber.now }
        return plainChamber == Self.noChamberSensor ? nil : plainChamber
    }

    /// Merges the `print` object of a `push_status`; an absent key is unchanged.
    mutating func merge(_ print: JSONObject) {
        if let word = print["gcode_state"]?.string { activityWord = word }
        if let target = print.looseTemperature("bed_target_temper") { plainBedTarget = target }
        if let now = print.looseTemperature("bed_temper") { plainBed = now }
        if let chamber = print.looseTemperature("chamber_temper") { plainChamber = chamber }
        if let device = print["device"]?.object {
            packedBed = Packed(device["bed"]?.object) ?? packedBed
            packedChamber = Packed(device["ctc"]?.object) ?? packedChamber
        }
        if let percent = print.looseNumber("mc_percent"), (0...100).contains(percent) {
            progress = percent / 100
        }
        if let minutes = print.looseWhole("mc_remaining_time"), minutes >= 0 {
            remaining = .seconds(minutes * 60)
        }
        if let code = print.looseWhole("print_error") { error = code }
        if let text = print["fun"]?.string, let functions = UInt64(text, radix: 16) {
            isLocked = functions & Self.commandsAreSigned != 0
        }
        if let list = print.objects("hms") {
            faults = list.prefix(Self.mostFaults).compactMap(Self.fault)
        }
        trays.merge(print)
    }

    private static func fault(_ entry: JSONObject) -> Fault? {
        guard let attribute = entry.looseWhole("attr"), let code = entry.looseWhole("code"),
            attribute >= 0, code >= 0
        else { return nil }
        let words = [attribute >> 16, attribute & 0xffff, code >> 16, code & 0xffff]
        return Fault(
            code: "HMS_" + words.map(\.fourHexDigits).joined(separator: "_"),
            severity: code >> 16
        )
    }

    /// What is wrong with the printer, in a line for people; empty: nothing.
    var trouble: String {
        var parts: [String] = []
        if error != 0, error != Self.cancelled {
            let code = "\((error >> 16).fourHexDigits)-\((error & 0xffff).fourHexDigits)"
            parts.append("error \(code)")
        }
        // 1 and 2 are "fatal" and "serious"; the rest are notes.
        parts += faults.filter { (1...2).contains($0.severity) }.map(\.code)
        return parts.joined(separator: ", ")
    }

    /// What mode auto goes by; `nil` until activity and bed target are known.
    var job: PrintJob? {
        guard !activityWord.isEmpty, let bedTarget else { return nil }
        var job = PrintJob()
        job.state = activity?.state ?? .idle
        job.bedTarget = bedTarget
        if let packedChamber, packedChamber.target > Celsius(0) {
            job.chamberWish = .named(packedChamber.target.degrees)
        }
        let filament = trays.activeType
        job.filaments = filament.isEmpty ? [] : [String(filament.prefix(32))]
        return job
    }

    /// The report for people.
    var shown: PrinterReport {
        var shown = PrinterReport()
        shown.activity = activityWord.lowercased()
        shown.bedTarget = bedTarget
        shown.bed = bed
        shown.chamber = chamber
        shown.filament = String(trays.activeType.prefix(32))
        shown.trouble = trouble
        if activity?.state.isRunning == true {
            shown.progress = progress
            shown.remaining = remaining
        }
        return shown
    }
}

extension Int {
    /// The lowest 16 bits.
    fileprivate var fourHexDigits: String {
        let text = String(self & 0xffff, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - text.count) + text
    }
}
