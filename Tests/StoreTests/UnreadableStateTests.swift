import Chamber
import Glibc
import Store
import Surroundings
import SwitchCore
import Testing
import TestSupport

/// An unreadable state comes up latched, stays unchanged, and can be set aside.
@Suite struct UnreadableStateTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// Things that may lie where the database belongs.
    enum Obstacle: CaseIterable {
        case emptyFile, text, databaseOfAnotherProgram, newerVersion, versionZero, noise, folder
        case logWithoutDatabase, journal, truncated, unknownFault, damagedLatch, noLatchRow
    }

    @Test(arguments: Obstacle.allCases)
    func itComesUpLatchedAndChangesNothing(_ obstacle: Obstacle) throws {
        let words = try place(obstacle)
        let before = try fileContents()

        let bench = try StoreBench(directory)
        guard case .unreadable(let reason) = bench.restored.controller.latch else {
            Issue.record("read as \(bench.restored.controller.latch)")
            return
        }
        #expect(reason.contains(words), "the reason was: \(reason)")
        // The store keeps running and must not overwrite it.
        bench.append(.latched(.sample(1, .stateUnreadable)))
        bench.save(.unusual)
        bench.buffer.put(DeviceProfile.unusual)
        bench.record()
        bench.pass(.minutes(2))
        #expect(throws: StoreError.self) { try bench.clear(1).get() }
        // Events can still be queried.
        #expect(try bench.events().map(\.kind) == ["latched"])
        bench.stop()
        #expect(try fileContents() == before)
    }

    @Test(arguments: Obstacle.allCases)
    func itCanBeSetAsideAndClearedThen(_ obstacle: Obstacle) throws {
        _ = try place(obstacle)
        let before = try fileContents()
        let record = FaultRecord.sample(1, .stateUnreadable)

        let bench = try StoreBench(directory)
        bench.append(.latched(record))
        bench.save(.unusual)
        bench.pass()
        let kept = try bench.setAside().get()
        for (name, bytes) in before {
            let newName = name.replacingPrefix(directory.database, by: kept)
            #expect(try directory.bytes(newName) == bytes, "\(name) is not kept as \(newName)")
        }
        // The power goes: still latched.
        let interrupted = try StoreBench(directory.copy()).restored
        #expect(interrupted.controller.latch == .latched(record))

        #expect(try bench.clear(1) == .success(1))
        bench.pass(.seconds(1))
        bench.stop()
        let next = try StoreBench(directory)
        #expect(next.restored.controller.latch == .none)
        #expect(next.restored.controller.lastFaultNumber == 1)
        #expect(next.restored.controller.settings == .unusual)
        #expect(try next.events().map(\.kind) == ["latched"])
    }

    @Test func aReadableStateIsNotSetAside() throws {
        let bench = try StoreBench(directory)
        #expect(throws: StoreError.self) { try bench.setAside().get() }
        #expect(bench.database != nil)
    }

    @Test func settingAsideTwiceInOneSecondKeepsBoth() throws {
        var kept: Set<String> = []
        for round in 0..<2 {
            try directory.write(directory.database, [UInt8(round)])
            let bench = try StoreBench(directory)
            let name = try bench.setAside().get()
            kept.insert(name)
            #expect(try directory.bytes(name) == [UInt8(round)])
            bench.stop()
        }
        #expect(kept.count == 2)
    }

    /// Cut between the steps of setting aside, in their order.
    @Test func settingAsideCutShortNeverUnlatches() throws {
        try directory.write(directory.database, Array("noise".utf8))
        try directory.write(directory.log, Array("log".utf8))
        let record = FaultRecord.sample(1, .stateUnreadable)
        let done = try StoreBench(directory.copy())
        done.append(.latched(record))
        done.pass()
        _ = try done.setAside().get()
        done.stop()
        let fresh = try done.directory.bytes(done.directory.database)

        // The fresh one is whole, the old one still there.
        try directory.write(directory.file("hearth-fresh.db"), fresh)
        try expectUnreadable(directory.copy())
        // The old database has gone, its log has not.
        try #require(unlink(directory.database) == 0)
        try expectUnreadable(directory.copy())
        // The log has gone too: the fresh one takes its place.
        try #require(unlink(directory.log) == 0)
        #expect(try StoreBench(directory.copy()).restored.controller.latch == .latched(record))
    }

    @Test(arguments: ["/file", "/file/below", "/loop"])
    func aPathThatIsNoDirectoryComesUpLatched(_ path: String) throws {
        try directory.write(directory.file("file"), [1, 2, 3])
        try #require(symlink("loop", directory.file("loop")) == 0)
        let state = try StateDirectory.open(directory.path + path).restore()
        guard case .unreadable(let reason) = state.controller.latch else {
            Issue.record("read as \(state.controller.latch)")
            return
        }
        #expect(reason.contains(directory.path + path))
        #expect(try directory.bytes(directory.file("file")) == [1, 2, 3])
    }

    @Test func aSecondInstanceIsRefusedByName() throws {
        let bench = try StoreBench(directory)
        defer { bench.stop() }
        do throws(StoreError) {
            _ = try StateDirectory.open(directory.path)
            Issue.record("two of them have one directory")
        } catch {
            #expect(error.kind == .secondInstance(pid: getpid()))
            #expect(error.description.contains(directory.path))
            #expect(error.description.contains("process \(getpid())"))
        }
    }

    @Test func theLockOfAProcessThatHasGoneIsFree() throws {
        try directory.write(directory.file("hearth.lock"), Array("99999\n".utf8))
        #expect(try StateDirectory.open(directory.path).restore() == StoredState())
    }

    private func expectUnreadable(_ copy: TemporaryDirectory) throws {
        let state = try StoreBench(copy).restored
        guard case .unreadable = state.controller.latch else {
            Issue.record("read as \(state.controller.latch)")
            return
        }
    }

    /// The files of the state by their paths, but for the lock.
    private func fileContents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for suffix in ["", "-wal", "-journal"] {
            let path = directory.database + suffix
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            contents[path] = try directory.bytes(path)
        }
        return contents
    }

    /// Puts the obstacle there; returns the expected reason.
    private func place(_ obstacle: Obstacle) throws -> String {
        switch obstacle {
        case .emptyFile:
            try directory.write(directory.database, [])
            return "it is empty"
        case .text:
            try directory.write(directory.database, Array(repeating: 0x41, count: 5000))
            return "not a database"
        case .databaseOfAnotherProgram:
            let database = try Database(directory.database, .creating)
            try database.execute("CREATE TABLE latch (id INTEGER PRIMARY KEY)")
            return "not one of Hearth's"
        case .newerVersion:
            // A database that only newer versions may use.
            try alter("UPDATE readers SET oldest = 99")
            try alter("PRAGMA user_version = 99")
            return "its version is 99, this program knows \(Schema.current.version)"
        case .versionZero:
            try alter("PRAGMA user_version = 0")
            return "no version"
        case .noise:
            var noise = Noise(state: 1)
            try directory.write(directory.database, Array((0..<9000).map { _ in noise.next() }))
            return "not a database"
        case .folder:
            try #require(mkdir(directory.database, 0o700) == 0)
            return "not a file"
        case .logWithoutDatabase:
            try directory.write(directory.log, [1, 2, 3])
            return "the database is missing"
        case .journal:
            try alter("PRAGMA user_version = \(Schema.current.version)")
            try directory.write(directory.database + "-journal", [1, 2, 3])
            return "journal"
        case .truncated:
            try alter("PRAGMA user_version = \(Schema.current.version)")
            let bytes = try directory.bytes(directory.database)
            try directory.write(directory.database, Array(bytes.prefix(bytes.count - 4096)))
            return "malformed"
        case .unknownFault:
            try alter("SELECT 1")
            try storeLatch(code: "safety.of_tomorrow")
            return "'safety.of_tomorrow' is not known"
        case .damagedLatch:
            try alter("UPDATE latch SET is_latched = 1 - is_latched")
            return "checksum"
        case .noLatchRow:
            try alter("DELETE FROM latch")
            return "0 entries"
        }
    }

    /// Makes an ordinary state and does something to it behind the store's back.
    private func alter(_ statement: String) throws {
        try StoreBench(directory).stop()
        let database = try Database(directory.database, .existing)
        try database.execute(statement)
        try database.emptyLog()
    }

    private func storeLatch(code: String) throws {
        let row: [SQLValue] =
            [.integer(1), .integer(5), .text(code)] + Array(repeating: .null, count: 9)
        let database = try Database(directory.database, .existing)
        try database.execute(
            """
            UPDATE latch SET is_latched = ?1, number = ?2, code = ?3, wall_ms = NULL, checksum = ?4
            """,
            Array(row.prefix(3)) + [.integer(Checksum.of("latch", row))]
        )
        try database.emptyLog()
    }
}

extension String {
    func replacingPrefix(_ prefix: String, by other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
