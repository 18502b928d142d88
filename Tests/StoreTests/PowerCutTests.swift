import Chamber
import Store
import Surroundings
import Testing
import TestSupport

/// The power fails at any byte of a write: the next start finds the old state or the new one.
@Suite struct PowerCutTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func settingsAreOldOrNewWhereverTheWriteEnds() throws {
        let bench = try StoreBench(TemporaryDirectory())
        let before = try Image(of: bench.directory)
        bench.save(.unusual, dryingRemaining: .seconds(60), offsets: .unusual)
        bench.buffer.put(DeviceProfile.unusual)
        bench.pass()
        bench.pass(.seconds(1))
        let after = try Image(of: bench.directory)
        try #require(after.database == before.database, "the write went to the log alone")

        var seen: Set<Bool> = []
        for length in cuts(of: after.log) {
            // Behind the cut stands what was there before: nothing, or the rest of an older log.
            var cut = after
            cut.log.removeLast(after.log.count - length)
            let state = try cut.start(in: directory)
            let isNew = state.controller.settings == .unusual
            seen.insert(isNew)
            #expect(state.controller.latch == .none)
            #expect(state.notes.isEmpty)
            #expect(isNew || state.controller.settings == OperatingSettings(), "half at \(length)")
            #expect(
                state.controller.dryingRemaining == (isNew ? .seconds(60) : .zero),
                "half at \(length)"
            )
            #expect(
                state.controller.offsets == (isNew ? .unusual : ProbeOffsets()),
                "half at \(length)"
            )
            #expect(state.profile == (isNew ? .unusual : DeviceProfile()), "half at \(length)")
        }
        #expect(seen == [false, true])
    }

    @Test func aLatchIsWholeOrNotThereWhereverItsWriteEnds() throws {
        let bench = try StoreBench(TemporaryDirectory())
        let before = try Image(of: bench.directory)
        let record = FaultRecord.sample(9)
        // The same statements as the store's, stopped before the log is moved into the database.
        let database = try #require(bench.database)
        try database.transaction(.writeLatch) { () throws(StoreError) in
            try LatchTable.write(record, wall: StoreBench.wall, to: database)
        }
        let after = try Image(of: bench.directory)
        for length in cuts(of: after.log) {
            var cut = before
            cut.log = Array(after.log.prefix(length))
            let state = try cut.start(in: directory)
            #expect(
                state.controller.latch == (length == after.log.count ? .latched(record) : .none)
            )
        }
    }

    /// While the log is moved into the database, any part of the pages may have arrived; the log is
    /// cut only after all of them have.
    @Test func aCutWhileTheLogIsMovedLosesNothing() throws {
        let bench = try StoreBench(TemporaryDirectory())
        let record = FaultRecord.sample(9)
        bench.save(.unusual, offsets: .unusual)
        bench.pass()
        bench.pass(.seconds(1))
        let database = try #require(bench.database)
        try database.transaction(.writeLatch) { () throws(StoreError) in
            try LatchTable.write(record, wall: StoreBench.wall, to: database)
        }
        let before = try Image(of: bench.directory)
        try database.emptyLog()
        let after = try Image(of: bench.directory)
        try #require(after.log.isEmpty)
        try #require(after.database.count == before.database.count)

        let sectors = stride(from: 0, through: before.database.count, by: 512)
        for sector in sectors {
            for isForward in [true, false] {
                var torn = before
                let range = isForward ? 0..<sector : sector..<before.database.count
                torn.database.replaceSubrange(range, with: after.database[range])
                let state = try torn.start(in: directory)
                #expect(state.controller.latch == .latched(record), "torn at \(sector)")
                #expect(state.controller.settings == .unusual, "torn at \(sector)")
            }
        }
        for length in cuts(of: before.log) {
            var cut = after
            cut.log = Array(before.log.prefix(length))
            #expect(
                try cut.start(in: directory).controller.latch == .latched(record),
                "log of \(length)"
            )
        }
    }

    /// A first start that ends at any byte leaves nothing that disturbs the next one.
    @Test func aFirstStartCutShortIsBegunAgain() throws {
        let whole = try StoreBench(TemporaryDirectory())
        whole.stop()
        let bytes = try whole.directory.bytes(whole.directory.database)
        for length in stride(from: 0, through: bytes.count, by: 331) {
            let directory = try TemporaryDirectory()
            try directory.write(directory.file("hearth-fresh.db"), Array(bytes.prefix(length)))
            let state = try StateDirectory.open(directory.path).restore()
            #expect(state == StoredState(), "cut at \(length)")
            #expect(try !directory.names.contains("hearth-fresh.db"))
        }
    }

    /// Lengths to cut a log to: every byte around the ends of its header and of each frame (32, and
    /// 24 more with each page: sqlite.org/fileformat2.html, section 4), and some within.
    private func cuts(of log: [UInt8]) -> [Int] {
        (0...log.count).filter { length in
            let place = (length + 4120 - 32) % 4120
            return place <= 25 || place >= 4118 || length % 61 == 0 || length <= 33
        }
    }
}
