package import Chamber
import Glibc
package import Surroundings

extension StateDirectory {
    /// Reads and checks everything that is remembered. Migrates an older schema first, but only if
    /// the latch can be read afterwards.
    static func load(_ database: Database, _ schema: Schema) throws(StoreError) -> StoredState {
        guard try database.schemaVersion() < schema.version else { return try read(database) }
        return try database.transaction(.migrate) { () throws(StoreError) in
            try database.migrate(through: schema.migrations)
            let state = try read(database)
            if case .unreadable(let reason) = state.controller.latch {
                throw StoreError(.migrate, .corrupt, words: reason, path: database.path)
            }
            return state
        }
    }

    private static func read(_ database: Database) throws(StoreError) -> StoredState {
        database.operation = .readState
        var state = StoredState()
        let latch = try LatchTable.read(from: database)
        state.controller.latch = latch.latch
        state.latchedAt = latch.wall
        state.controller.lastFaultNumber = latch.lastNumber
        let settings = try SettingsTable.read(from: database)
        state.controller.settings = settings.settings.settings
        state.controller.dryingRemaining = settings.settings.dryingRemaining
        state.controller.offsets = settings.settings.offsets
        state.controller.relaySwitchings = settings.settings.relaySwitchings
        state.resumesAuto = settings.settings.resumesAuto
        let profile = try ProfileTable.read(from: database)
        state.profile = profile.profile
        // A test's schema of other steps has no such table.
        if try database.schemaVersion() >= 3 {
            state.controller.model = try ModelTable.read(from: database)
        }
        if try database.schemaVersion() >= 5 {
            state.healthRuns = try HealthTable.read(from: database)
        }
        state.notes = settings.notes + profile.notes
        return state
    }

    /// Makes the file readable by its owner alone (it holds passwords) and reserves space for a
    /// latch; returns what did not work.
    func prepareForWriting(_ database: Database) -> [String] {
        guard database.isWritable else {
            return [
                "the state directory \(path) is read-only: changes are forgotten at the next start, "
                    + "and a fault cannot be cleared; make it writable"
            ]
        }
        var notes: [String] = []
        if chmod(files.database, 0o600) != 0 {
            notes.append(
                "others may read \(files.database), which holds passwords: check its owner"
            )
        }
        do throws(StoreError) {
            // Left by a setting aside that was cut short before the old database was moved.
            try Files.remove(files.fresh)
            try holdReserve()
        } catch {
            notes.append(error.description)
        }
        return notes
    }
}

/// All that is remembered over a restart, checked: what the controller and the daemon start from.
package struct StoredState: Equatable, Sendable {
    /// What the controller starts from.
    package var controller = RestoredState()
    /// When the latched fault tripped; `nil`: none is latched, or the time is unknown.
    package var latchedAt: WallTime?
    /// Mode auto was on when the last run ended, and may be turned on again (`resume_auto`).
    package var resumesAuto = false
    /// Names, networks and the bound printer.
    package var profile = DeviceProfile()
    /// What the heater's runs showed, oldest first, on whichever board and calibration.
    package var healthRuns: [HealthRun] = []
    /// What was wrong and what replaces it, one sentence each.
    package var notes: [String] = []

    /// A first start: factory values, nothing latched.
    package init() {}
}
