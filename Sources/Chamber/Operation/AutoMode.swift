import SwitchCore

/// Auto mode: heat and ventilation by the printer's bed target, with a hysteresis, which stock does not
/// have; or heat by the filament, where the report names the chamber's target for it.
struct AutoMode: Codable {
    /// A report older than this is ignored.
    private static let freshFor = Duration.seconds(60)
    /// A bed may be hot for this long after its last report.
    private static let bedCools = Duration.minutes(30)
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

    /// Whether the bed warms the chamber by the last report, also where no newer one came: a bed cools
    /// slowly.
    var isBedHotByLastReport: Bool { report?.isHot ?? false }

    /// The same for the rules, which must see a fault again when reports have ended for long.
    func isBedHot(at now: Instant) -> Bool {
        isBedHotByLastReport && now.duration(since: reportedAt) < Self.bedCools
    }

    /// The report, while it is fresh.
    func fresh(at now: Instant) -> BedReport? {
        now.duration(since: reportedAt) < Self.freshFor ? report : nil
    }

    /// The chamber's target in this step; `nil`: no heat.
    func heatTarget(_ settings: OperatingSettings) -> Celsius? {
        guard wantsHeat else { return nil }
        let target = report?.chamberTarget ?? settings.target
        return min(target, report?.highestTarget ?? target)
    }

    /// Decides on heat and ventilation for this step.
    mutating func step(_ settings: OperatingSettings, at now: Instant) {
        guard let bed = fresh(at: now), bed.isPrinting || bed.isPreheating else {
            wantsHeat = false
            wantsFan = false
            return
        }
        let target = bed.target.degrees
        wantsHeat =
            bed.chamberTarget.map { $0 > Celsius(0) }
            ?? Self.decide(target, settings.heatBedThreshold, wantsHeat)
        if let highest = bed.highestTarget, highest <= Celsius(0) { wantsHeat = false }
        wantsFan = Self.decide(target, settings.fanBedThreshold, wantsFan)
    }

    private static func decide(_ target: Double, _ threshold: Celsius, _ was: Bool) -> Bool {
        target >= threshold.degrees - (was ? hysteresisKelvin : 0)
    }
}
