import Chamber
import Store
import Surroundings
import SwitchCore

/// Passes the results of a step to the store: events at once, settings when they have changed, and one
/// sample a second. It does not wait for the disk.
struct StoreFeed {
    private let store: StoreService
    private var settings: OperatingSettings?
    private var offsets = ProbeOffsets()
    private var dryingMinutes: Int64 = 0
    private var switchings: UInt64 = 0
    private var switchingsMinute: Int64 = 0
    private var runsFed: UInt64 = 0
    private var resumesAuto = false
    private var sampleAt: Int64 = 0
    private var secondFed: Int64 = -1
    private var runs = RunWatch()

    private let fingerprint: String
    private let resumeMark: ResumeMark

    /// - Parameters:
    ///   - fingerprint: identifies the board; it is stored with a learned model.
    ///   - resumeMark: whether mode auto may be turned on again at the next start.
    init(_ store: StoreService, fingerprint: String, _ resumeMark: ResumeMark) {
        self.store = store
        self.fingerprint = fingerprint
        self.resumeMark = resumeMark
    }

    /// Passes the results of one step on; `wall` is the calendar time of the step.
    ///
    /// - Parameter isEnding: the service turns everything off because it ends.
    mutating func feed(
        _ actions: Actions,
        wall: WallTime,
        _ exchange: Exchange,
        isEnding: Bool
    ) {
        // One point each second of the controller's clock, which a simulation may speed up.
        let second = actions.snapshot.at.nanoseconds / 1_000_000_000
        if second != secondFed {
            secondFed = second
            store.record(LastMinutes.Point(actions.snapshot))
        }
        for event in actions.events {
            // A calibration turns the power on for itself: its own event says all of it.
            if case .poweredOn = event.kind, actions.snapshot.calibration != nil { continue }
            store.append(event, change: change(by: event, to: actions.snapshot))
            if case .modelAdopted(let change) = event.kind {
                store.save(StoredModel(change.new, board: fingerprint))
            }
            if case .calibrationForgotten = event.kind { store.forgetModel() }
            if case .clearApproved(let number) = event.kind {
                Self.clear(number, actions.snapshot.latch?.code, store, exchange)
            }
        }
        let snapshot = actions.snapshot
        saveSettings(of: snapshot)
        if snapshot.health.runs != runsFed {
            runsFed = snapshot.health.runs
            let reference = HealthRun.Reference(board: fingerprint, snapshot.model)
            store.save(
                HealthRun(
                    wall: wall,
                    figures: snapshot.health.lastRun,
                    switchings: snapshot.health.switchings,
                    reference: reference
                )
            )
        }
        let run = runs.observe(snapshot, milliseconds: wall.milliseconds, isEnding: isEnding)
        if let run { store.save(run) }
        // One sample each second of calendar time, even in a fast simulation.
        if wall.milliseconds / 1000 != sampleAt {
            sampleAt = wall.milliseconds / 1000
            store.record(HistorySample(snapshot, wall: wall))
        }
    }

    /// What a change of settings changed, since the step before.
    private func change(by event: Event, to snapshot: Snapshot) -> SettingsChange? {
        guard case .settingsChanged = event.kind, let settings else { return nil }
        return SettingsChange(
            from: SettingsChange.Side(settings, offsets),
            to: SettingsChange.Side(snapshot.settings, snapshot.offsets)
        )
    }

    /// Saves what the settings table keeps where it has changed; the relay's count at most once a
    /// minute.
    private mutating func saveSettings(of snapshot: Snapshot) {
        let minutes = snapshot.drying.remaining.components.seconds / 60
        let minute = snapshot.at.nanoseconds / 60_000_000_000
        let resumes = resumeMark.follow(snapshot)
        let isCountDue = snapshot.health.switchings != switchings && minute != switchingsMinute
        guard
            snapshot.settings != settings || snapshot.offsets != offsets
                || minutes != dryingMinutes || isCountDue || resumes != resumesAuto
        else { return }
        settings = snapshot.settings
        resumesAuto = resumes
        offsets = snapshot.offsets
        dryingMinutes = minutes
        switchings = snapshot.health.switchings
        switchingsMinute = minute
        store.save(
            StoredSettings(
                snapshot.settings,
                dryingRemaining: snapshot.drying.remaining,
                offsets: snapshot.offsets,
                relaySwitchings: snapshot.health.switchings,
                resumesAuto: resumes
            )
        )
    }

    /// Clears the latch on the disk first, and only then lets the controller clear it in memory. An
    /// unreadable store is set aside before: its contents stay in a file of their own.
    private static func clear(
        _ number: FaultNumber,
        _ code: FaultCode?,
        _ store: StoreService,
        _ exchange: Exchange
    ) {
        let fail: @Sendable (StoreError) -> Void = { error in
            let text = "The fault is not cleared, because that cannot be stored: \(error)."
            DeviceEventLog(store: store, exchange: exchange)
                .record(DeviceEvent(.controller, isTrouble: true, text), from: .controller)
        }
        let finish: @Sendable () -> Void = {
            store.clearLatch(number) { result in
                switch result {
                case .success:
                    let confirmation = WishEnvelope(
                        .confirmLatchCleared(number),
                        from: Requester(.store)
                    )
                    _ = exchange.post(confirmation)
                case .failure(let error):
                    fail(error)
                }
            }
        }
        guard code == .stateUnreadable else { return finish() }
        store.setAside { result in
            switch result {
            case .success: finish()
            case .failure(let error): fail(error)
            }
        }
    }
}
