import Chamber
import SwitchCore

extension StoreWriter {
    /// How much of what waits goes out.
    enum Extent {
        case withoutHistory
        case everything
    }

    /// Writes what waits in one transaction: all of it, or none.
    func flush(_ extent: Extent, at now: Instant) {
        guard let database = directory.database else { return }
        guard !pending.isEmpty else {
            pending.nothingIsDue()
            return
        }
        do throws(StoreError) {
            try database.transaction(.saveState) { () throws(StoreError) in
                try write(extent, to: database)
            }
        } catch {
            retryAt = now.advanced(by: StoreWriter.retry)
            reporter.report(error, at: now)
            return
        }
        if pending.lostEvents > 0 {
            reporter.say("\(pending.lostEvents) events were lost while nothing could be written")
        }
        pending.settingsWereWritten()
        if extent == .everything { pending.historyWasWritten() }
        reporter.reportSuccess()
        restoreReserve(at: now)
    }

    private func write(_ extent: Extent, to database: Database) throws(StoreError) {
        if let settings = pending.settings {
            try SettingsTable.write(settings, to: database)
        }
        if let profile = pending.profile {
            try ProfileTable.write(profile, to: database)
        }
        if let model = pending.model {
            try ModelTable.write(model, to: database)
        }
        if pending.hasEvents {
            try EventsTable.append(pending.events, to: database)
        }
        guard extent == .everything else { return }
        try HistoryTables.append(seconds: pending.seconds, to: database)
        try HistoryTables.append(minutes: pending.minutes, to: database)
    }

    /// Keeps space back again after a latch has used it up.
    private func restoreReserve(at now: Instant) {
        do throws(StoreError) {
            try directory.holdReserve()
            reserveReporter.reportSuccess()
        } catch {
            reserveReporter.report(error, at: now)
        }
    }
}
