import SwitchCore

/// Auto mode: heat and air by the printer's bed target, with the hysteresis that stock lacks; or heat by
/// its filament, where the report names the chamber's target for that.
struct AutoMode: Codable {
    /// A report older than this says nothing any more.
    private static let freshFor = Duration.seconds(60)
    /// The bed target must fall this far below a threshold before what it started ends.
    private static let hysteresisKelvin = 3.0

    private var report: BedReport?
    private var reportedAt = Instant.zero
    private(set) var wantsHeat = false
    private(set) var wantsFan = false

    init() {}

    /// Receives what the printer said; `nil`: no printer is connected.
    mutating func receive(_ newest: BedReport?, at now: Instant) {
        report = newest
        reportedAt = now
    }

    /// The report, while it is fresh.
    func fresh(at now: Instant) -> BedReport? {
        now.duration(since: reportedAt) < Self.freshFor ? report : nil
    }

    /// What the chamber is to be heated to, as decided for this step; `nil`: no heat.
    func heatTarget(_ settings: OperatingSettings) -> Celsius? {
        wantsHeat ? report?.chamberTarget ?? settings.target : nil
    }

    /// Decides for this step.
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
