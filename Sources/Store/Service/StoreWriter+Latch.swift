import Chamber
import SwitchCore

extension StoreWriter {
    /// Writes a latch that waits, if it is due.
    func writeLatch(at now: Instant) {
        guard let latch = pendingLatch, now >= latchRetryAt, let database = directory.database
        else {
            return
        }
        do throws(StoreError) {
            do throws(StoreError) {
                try write(latch, to: database)
            } catch {
                guard error.kind == .diskFull, directory.releaseReserve() else { throw error }
                try write(latch, to: database)
            }
            pendingLatch = nil
            reporter.reportSuccess()
        } catch {
            latchRetryAt = now.advanced(by: StoreWriter.latchRetry)
            reporter.report(error, at: now)
        }
    }

    /// Commits the latch and then moves it out of the log. Damage in the log stays unseen: SQLite
    /// takes the first damaged part for the log's end.
    private func write(
        _ latch: StoreBuffer.StampedLatch,
        to database: Database
    ) throws(StoreError) {
        try database.transaction(.writeLatch) { () throws(StoreError) in
            try LatchTable.write(latch.record, wall: latch.wall, to: database)
        }
        try database.emptyLog()
    }

    /// Clears the fault `number` on the disk.
    func clearLatch(_ number: FaultNumber) throws(StoreError) {
        let database = try writableDatabase(for: .clearLatch)
        if let waiting = pendingLatch, waiting.record.number != number {
            throw otherFault(than: number)
        }
        let isCleared = try database.transaction(.clearLatch) { () throws(StoreError) in
            try LatchTable.clear(number, in: database)
        }
        guard isCleared else { throw otherFault(than: number) }
        try database.emptyLog()
        // A latch that could never be written need not be written now.
        pendingLatch = nil
    }

    private func otherFault(than number: FaultNumber) -> StoreError {
        StoreError(
            .clearLatch,
            .otherFault,
            words: "fault \(number) is not the one that is stored",
            path: directory.files.database
        )
    }

    /// The database, or why there is none.
    func writableDatabase(
        for operation: StoreError.Operation
    ) throws(StoreError) -> Database {
        switch directory.contents {
        case .open(let database): return database
        case .unreadable(let error):
            throw StoreError(
                operation,
                .unavailable,
                words: error.description,
                path: directory.path
            )
        }
    }
}
