import SwitchCore

/// Auto mode: heat and ventilation by the printer's bed target, with a hysteresis, which stock does not
/// have; or heat by the filament, where the report names the chamber's target for it.
struct AutoMode: Codable {
    /// A report older than this is ignored.
    private static let freshFor = Duration.seconds(60)
    /// The bed target must fall this far below a threshold before heat or ventilation ends.
    private static let hysteresisKelvin = 3.0

    private var report: BedReport?
    private var reportedAt = Instant.zero
    private(set) var wantsHeat = false
    private(set) var wantsFan = false

    init() {}

    /// Receives the printer's newest report; `nil`: no printer is connected.
    mutating func receive(_ newest: BedReport?, at now: Instant) {
        report = newest
        reportedAt = now
    }

    /// The report, while it is fresh.
    func fresh(at now: Instant) -> BedReport? {
        now.duration(since: reportedAt) < Self.freshFor ? report : nil
    }

    /// The chamber's target in this step; `nil`: no heat.
    func heatTarget(_ settings: OperatingSettings) -> Celsius? {
        wantsHeat ? report?.chamberTarget ?? settings.target : nil
    }

    /// Decides on heat and ventilation for this step.
    mutating func step(_ settings: OperatingSettings, at now: Instant) {
        guard let bed = fresh(at: now), bed.isPrinting else {
            wantsHeat = false
            wantsFan = false
            return
        }
        let target = bed.target.degrees
        wantsHeat =
            bed.chamberTarget.map { $0 > Celsius(0) }
            ?? Self.decide(target, settings.heatBedThreshold, wantsHeat)
        wantsFan = Self.decide(target, settings.fanBedThreshold, wantsFan)
    }

    private static func decide(_ target: Double, _ threshold: Celsius, _ was: Bool) -> Bool {
        target >= threshold.degrees - (was ? hysteresisKelvin : 0)
    }
}
