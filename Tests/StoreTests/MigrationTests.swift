import Chamber
import Store
import Testing
import TestSupport

/// Older databases are migrated in one step that succeeds or changes nothing.
@Suite struct MigrationTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        bench.save(.unusual, offsets: .unusual)
        bench.latch(.sample(4))
        bench.append(.started)
        bench.stop()
    }

    @Test func anOlderDatabaseIsTakenToThisVersion() throws {
        let next = schema([
            "ALTER TABLE events ADD COLUMN mood TEXT",
            "CREATE TABLE moods (id INTEGER PRIMARY KEY)",
        ])
        let bench = try StoreBench(directory, schema: next)
        #expect(bench.restored.controller.latch == .latched(.sample(4)))
        #expect(bench.restored.controller.settings == .unusual)
        #expect(try bench.database?.schemaVersion() == Schema.current.version + 1)
        #expect(try bench.database?.value("SELECT count(mood) FROM events") == .integer(0))
        #expect(try bench.clear(4) == .success(4))
    }

    @Test func aStepThatFailsLeavesTheDatabaseAsItWas() throws {
        let before = try Image(of: directory)
        let bench = try StoreBench(
            directory,
            schema: schema(["DROP TABLE events", "ALTER TABLE nowhere ADD COLUMN mood TEXT"])
        )
        guard case .unreadable(let reason) = bench.restored.controller.latch else {
            Issue.record("read as \(bench.restored.controller.latch)")
            return
        }
        #expect(reason.contains("nowhere"))
        bench.stop()
        #expect(try directory.bytes(directory.database) == before.database)
        // This version still reads it.
        #expect(try StoreBench(directory).restored.controller.latch == .latched(.sample(4)))
    }

    @Test func aStepThatLosesTheLatchIsTakenBack() throws {
        let bench = try StoreBench(directory, schema: schema(["DELETE FROM latch"]))
        guard case .unreadable = bench.restored.controller.latch else {
            Issue.record("read as \(bench.restored.controller.latch)")
            return
        }
        bench.stop()
        #expect(try StoreBench(directory).restored.controller.latch == .latched(.sample(4)))
    }

    @Test func aDatabaseToWhichANewerVersionOnlyAddedIsGoneOnWith() throws {
        let newer = schema(["CREATE TABLE moods (id INTEGER)", "INSERT INTO moods VALUES (7)"])
        try StoreBench(directory, schema: newer).stop()
        let bench = try StoreBench(directory)
        #expect(bench.restored.controller.latch == .latched(.sample(4)))
        #expect(bench.restored.controller.settings == .unusual)
        #expect(try bench.clear(4) == .success(4))
        bench.stop()
        let again = try StoreBench(directory, schema: newer)
        #expect(again.restored.controller.latch == .none)
        #expect(try again.database?.value("SELECT id FROM moods") == .integer(7))
        #expect(try again.database?.schemaVersion() == Schema.current.version + 1)
    }

    @Test func aDatabaseThatANewerVersionHasChangedIsLeftAlone() throws {
        let present = Schema.current.version
        let newer = schema([
            "CREATE TABLE moods (id INTEGER)",
            "UPDATE readers SET oldest = \(present + 1)",
        ])
        try StoreBench(directory, schema: newer).stop()
        let before = try Image(of: directory)
        let bench = try StoreBench(directory)
        guard case .unreadable(let reason) = bench.restored.controller.latch else {
            Issue.record("read as \(bench.restored.controller.latch)")
            return
        }
        #expect(reason.contains("its version is \(present + 1), this program knows \(present)"))
        #expect(reason.contains("install that version"))
        bench.stop()
        #expect(try directory.bytes(directory.database) == before.database)
        #expect(try directory.bytes(directory.log) == before.log)
    }

    @Test func versionsCountUpFromOne() {
        let versions = Schema.current.migrations.map(\.version)
        #expect(versions == Array(1...Int64(versions.count)))
    }

    /// The present schema and one step more.
    private func schema(_ statements: [String]) -> Schema {
        Schema(
            migrations: Schema.current.migrations + [
                Migration(version: Schema.current.version + 1, statements: statements)
            ]
        )
    }
}
