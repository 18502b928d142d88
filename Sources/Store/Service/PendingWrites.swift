import Chamber
import Surroundings
import SwitchCore

/// What waits to be written, and when it is due.
struct PendingWrites {
    /// Events that are kept while nothing can be written; then the oldest is lost.
    static let eventCapacity = 1024
    static let minuteCapacity = 1440
    static let healthCapacity = 64
    static let runCapacity = 64

    private(set) var settings: StoredSettings?
    private(set) var profile: DeviceProfile?
    private(set) var model: ModelOrder?
    private(set) var events: [StoredEvent] = []
    private(set) var seconds: [HistoryPoint] = []
    private(set) var minutes: [HistoryPoint] = []
    private(set) var healthRuns: [HealthRun] = []
    /// Runs of heat by their numbers, oldest first, each as it was last.
    private(set) var runs: [RecordedRun] = []
    /// How far the times of this run's rows on the disk have to be moved, and whether they are sure then.
    private(set) var shift: (milliseconds: Int64, isSure: Bool)?
    /// Events that were lost while nothing could be written.
    private(set) var lostEvents = 0
    private var collector = MinuteCollector()
    private var writtenSettings: StoredSettings?
    private var writtenProfile: DeviceProfile?
    private var writtenModel: ModelOrder?
    private var soonDue: Instant?
    private var historyDue: Instant?

    /// Records what is on the disk already.
    mutating func begin(with restored: StoredState) {
        // At a first start the tables are empty, and their defaults are what `restored` holds.
        writtenSettings = StoredSettings(
            restored.controller.settings,
            dryingRemaining: restored.controller.dryingRemaining,
            offsets: restored.controller.offsets,
            relaySwitchings: restored.controller.relaySwitchings,
            resumesAuto: restored.resumesAuto
        )
        writtenProfile = restored.profile
        if case .stored(let model, let board) = restored.controller.model {
            writtenModel = .keep(StoredModel(model, board: board))
        }
    }

    /// A fresh database was created: everything that the old one held has to be written again.
    mutating func startOver(at now: Instant) {
        settings = settings ?? writtenSettings
        profile = profile ?? writtenProfile
        model = model ?? writtenModel
        writtenSettings = nil
        writtenProfile = nil
        writtenModel = nil
        soonDue = soonDue ?? now.advanced(by: StoreWriter.settingsDelay)
    }

    /// Queues the settings, unless the disk has the same already.
    mutating func put(_ new: StoredSettings, at now: Instant) {
        guard new != writtenSettings else {
            settings = nil
            return
        }
        settings = new
        if let writtenSettings, new.isSame(exceptForCounts: writtenSettings) {
            historyDue = historyDue ?? now.advanced(by: StoreWriter.historyDelay)
        } else {
            soonDue = soonDue ?? now.advanced(by: StoreWriter.settingsDelay)
        }
    }

    mutating func put(_ new: DeviceProfile, at now: Instant) {
        guard new != writtenProfile else {
            profile = nil
            return
        }
        profile = new
        soonDue = soonDue ?? now.advanced(by: StoreWriter.settingsDelay)
    }

    mutating func put(_ new: ModelOrder, at now: Instant) {
        guard new != writtenModel else {
            model = nil
            return
        }
        model = new
        soonDue = soonDue ?? now.advanced(by: StoreWriter.settingsDelay)
    }

    mutating func put(_ run: HealthRun, at now: Instant) {
        if healthRuns.count >= PendingWrites.healthCapacity { healthRuns.removeFirst() }
        healthRuns.append(run)
        soonDue = soonDue ?? now.advanced(by: StoreWriter.settingsDelay)
    }

    mutating func put(_ run: RecordedRun, at now: Instant) {
        let isKnown = runs.last?.id == run.id
        if isKnown { runs.removeLast() }
        if runs.count >= PendingWrites.runCapacity { runs.removeFirst() }
        runs.append(run)
        // A run that goes on is written with the history of its minute.
        guard run.run.end == nil else {
            soonDue = soonDue ?? now.advanced(by: StoreWriter.settingsDelay)
            return
        }
        historyDue = historyDue ?? now.advanced(by: StoreWriter.historyDelay)
    }

    mutating func put(_ event: StoredEvent, at now: Instant) {
        if events.count >= PendingWrites.eventCapacity {
            events.removeFirst()
            lostEvents += 1
        }
        events.append(event)
        soonDue = soonDue ?? now.advanced(by: StoreWriter.settingsDelay)
    }

    mutating func put(_ sample: HistorySample, at now: Instant) {
        if seconds.count >= HistoryTables.secondsCapacity { seconds.removeFirst() }
        seconds.append(HistoryPoint(sample))
        if let minute = collector.add(sample) { put(minute: minute) }
        historyDue = historyDue ?? now.advanced(by: StoreWriter.historyDelay)
    }

    private mutating func put(minute: HistoryPoint) {
        if minutes.count >= PendingWrites.minuteCapacity { minutes.removeFirst() }
        minutes.append(minute)
    }

    /// Moves what waits, and what this run has written, by this many milliseconds.
    mutating func shift(by milliseconds: Int64, isSure: Bool, at now: Instant) {
        events = events.map { $0.shifted(by: milliseconds, isSure: isSure) }
        for index in runs.indices { runs[index].run.shift(by: milliseconds) }
        for index in seconds.indices { seconds[index].wall.shift(by: milliseconds) }
        for index in minutes.indices { minutes[index].wall.shift(by: milliseconds) }
        collector.shift(by: milliseconds)
        shift = ((shift?.milliseconds ?? 0) + milliseconds, isSure)
        soonDue = soonDue ?? now.advanced(by: StoreWriter.settingsDelay)
    }

    /// Queues the current minute although it is not over.
    mutating func endMinute() {
        if let minute = collector.end() { put(minute: minute) }
    }

    var hasEvents: Bool { !events.isEmpty }

    var isEmpty: Bool {
        settings == nil && profile == nil && model == nil && events.isEmpty && seconds.isEmpty
            && minutes.isEmpty && healthRuns.isEmpty && runs.isEmpty && shift == nil
    }

    /// When something is due; `nil`: nothing waits.
    var due: Instant? {
        guard let soonDue, let historyDue else { return soonDue ?? historyDue }
        return min(soonDue, historyDue)
    }

    func isHistoryDue(at now: Instant) -> Bool {
        historyDue.map { now >= $0 } ?? false
    }

    /// The current minute so far.
    var minuteAtHand: HistoryPoint? { collector.point }

    /// Everything that was due is on the disk already.
    mutating func nothingIsDue() {
        soonDue = nil
        historyDue = nil
    }

    /// Settings, profile and events are on the disk.
    mutating func settingsWereWritten() {
        writtenSettings = settings ?? writtenSettings
        writtenProfile = profile ?? writtenProfile
        writtenModel = model ?? writtenModel
        settings = nil
        profile = nil
        model = nil
        healthRuns.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
        lostEvents = 0
        shift = nil
        soonDue = nil
    }

    /// History is on the disk.
    mutating func historyWasWritten() {
        seconds.removeAll(keepingCapacity: true)
        minutes.removeAll(keepingCapacity: true)
        historyDue = nil
    }
}
