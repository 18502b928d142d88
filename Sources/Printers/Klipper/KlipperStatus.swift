import Chamber
import JSON
import Surroundings
import SwitchCore

/// A Klipper printer's state, merged from full answers and later changes.
struct KlipperStatus: Equatable, Sendable {
    /// `ready`, `startup`, `shutdown`, `error`; `nil`: not said yet.
    private(set) var state: String?
    /// Why it is not ready, in Klipper's words: several lines.
    private(set) var stateMessage = ""
    /// `standby`, `printing`, `paused`, `complete`, `cancelled`, `error`.
    private(set) var activity = ""
    /// What it prints or has printed.
    private(set) var file = ""
    /// The file that the virtual SD card has open, with its folders; `nil`: not said.
    private(set) var openFile: String?
    private(set) var progress: Double?
    private(set) var bedTarget: Celsius?
    private(set) var bed: Celsius?
    private(set) var chamber: Celsius?
    /// The part that measures the chamber, by its name in the printer's configuration.
    private let chamberName: String?

    /// `chamberName`: the part that measures the chamber, where there is one.
    init(chamberName: String? = nil) {
        self.chamberName = chamberName
    }

    /// Merges values; absent ones stay unchanged.
    mutating func merge(_ status: JSONObject) {
        if let webhooks = status["webhooks"]?.object {
            if let word = webhooks["state"]?.string { state = word }
            if let text = webhooks["state_message"]?.string { stateMessage = text }
        }
        if let statistics = status["print_stats"]?.object {
            if let word = statistics["state"]?.string { activity = word.lowercased() }
            if let name = statistics["filename"]?.string { file = name }
        }
        if let card = status["virtual_sdcard"]?.object {
            if let number = card["progress"]?.number { progress = min(max(number, 0), 1) }
            if let path = card["file_path"] { openFile = path.string }
        }
        if let heater = status["heater_bed"]?.object {
            bedTarget = Self.temperature(heater["target"]) ?? bedTarget
            bed = Self.temperature(heater["temperature"]) ?? bed
        }
        if let chamberName, let sensor = status[chamberName]?.object {
            chamber = Self.temperature(sensor["temperature"]) ?? chamber
        }
    }

    var isReady: Bool { state == "ready" }

    /// A print is under way.
    var isPrinting: Bool { jobState.isRunning }

    private var jobState: PrintJob.State {
        switch activity {
        case "printing": .printing
        case "paused": .paused
        case "complete": .finished
        case "cancelled", "error": .failed
        default: .idle
        }
    }

    /// Whether the virtual SD card prints another file than the print's statistics name.
    private var isOtherFile: Bool {
        guard let openFile, !openFile.isEmpty, !file.isEmpty else { return false }
        return openFile != file && !openFile.hasSuffix("/" + file)
    }

    /// What mode auto goes by; `nil` while Klipper is not ready. `notes`: what its file says, where
    /// that counts.
    func job(with notes: KlipperFile?) -> PrintJob? {
        guard isReady else { return nil }
        var job = PrintJob()
        job.state = jobState
        job.bedTarget = bedTarget ?? Celsius(0)
        guard isPrinting, let notes else { return job }
        job.filaments = notes.filaments
        job.chamberWish = isOtherFile ? .otherFile : notes.chamberWish
        return job
    }

    /// The report for people.
    var report: PrinterReport {
        var report = PrinterReport()
        report.activity = activity
        report.file = file
        report.bedTarget = bedTarget
        report.bed = bed
        report.chamber = chamber
        report.progress = isPrinting ? progress : nil
        return report
    }

    private static func temperature(_ value: JSONValue?) -> Celsius? {
        value?.number.flatMap(Celsius.init(untrusted:))
    }

    /// The part that measures the chamber among a printer's parts: people call it `chamber`,
    /// perhaps with a prefix or suffix.
    static func chamberName(among parts: [String]) -> String? {
        let kinds = ["heater_generic ", "temperature_sensor ", "temperature_fan "]
        return kinds.lazy.compactMap { kind in
            parts.first { $0.hasPrefix(kind) && $0.lowercased().contains("chamber") }
        }.first
    }
}
