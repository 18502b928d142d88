import Chamber
import Store
import SwitchCore
import System
import Testing
import TestSupport

/// A full disk and a read-only one, for real: needs the right to mount a tmpfs.
@Suite(.enabled(if: SmallDisk.isAvailable, "mounting a tmpfs takes root"))
struct FailingDiskTests {
    private let disk: SmallDisk
    private var directory: TemporaryDirectory { disk.directory }

    init() throws {
        disk = try SmallDisk()
    }

    @Test func aFullDiskKeepsTheOldSettingsAndSaysSoOnce() throws {
        let bench = try StoreBench(directory)
        bench.save(.unusual)
        bench.pass()
        bench.pass(.seconds(1))
        try disk.fill()
        var settings = OperatingSettings.unusual
        for round in 0..<100 {
            settings.target = Celsius(Double(round % 20 + 20))
            bench.save(settings)
            bench.append(.started)
            bench.pass(.seconds(1))
        }
        #expect(bench.log.all.filter { $0.contains("free some space") }.count == 1)
        #expect(bench.buffer.trouble?.sentence.contains("free some space") == true)
        let meanwhile = try Image(of: directory).start(in: TemporaryDirectory())
        #expect(meanwhile.controller.settings == .unusual)
        // Events are still published.
        #expect(bench.told.all.count == 100)
        #expect(try bench.events(limit: 1000).count == 100)

        try disk.empty()
        bench.pass(.seconds(5))
        #expect(bench.log.all.last?.contains("can be written again") == true)
        #expect(bench.buffer.trouble == nil)
        bench.stop()
        let next = try StoreBench(directory)
        #expect(next.restored.controller.settings == settings)
        #expect(try next.events().count == 100)
    }

    @Test func aLatchIsStoredOnAFullDisk() throws {
        let bench = try StoreBench(directory)
        bench.save(.unusual)
        bench.pass()
        bench.pass(.seconds(1))
        try disk.fill()
        bench.latch(.sample(6))
        bench.pass()
        let state = try Image(of: directory).start(in: TemporaryDirectory())
        #expect(state.controller.latch == .latched(.sample(6)))
        #expect(try !directory.names.contains("hearth.reserve"))

        try disk.empty()
        bench.append(.started)
        bench.pass(.seconds(5))
        bench.pass(.seconds(5))
        #expect(try directory.names.contains("hearth.reserve"))
    }

    @Test func aFirstStartOnAFullDiskComesUpLatched() throws {
        try disk.fill()
        let bench = try StoreBench(directory)
        guard case .unreadable(let reason) = bench.restored.controller.latch else {
            Issue.record("read as \(bench.restored.controller.latch)")
            return
        }
        #expect(reason.contains("free some space"))
        #expect(throws: StoreError.self) { try bench.clear(1).get() }
        // With space again, setting aside creates the database that never existed.
        try disk.empty()
        bench.append(.latched(.sample(1, .stateUnreadable)))
        _ = try bench.setAside().get()
        #expect(try bench.clear(1) == .success(1))
        bench.stop()
        #expect(try StoreBench(directory).restored.controller.latch == .none)
    }

    @Test(arguments: [false, true])
    func aReadOnlyDiskIsReadWithItsLog(_ wasStoppedInOrder: Bool) throws {
        let disk = self.disk
        try {
            let bench = try StoreBench(directory)
            bench.latch(.sample(2))
            bench.pass()
            bench.save(.unusual, offsets: .unusual)
            bench.pass()
            bench.pass(.seconds(1))
            if wasStoppedInOrder { bench.stop() }
        }()
        try disk.setReadOnly(true)
        let before = try directory.contents()
        let bench = try StoreBench(directory)
        #expect(bench.restored.controller.latch == .latched(.sample(2)))
        #expect(bench.restored.controller.settings == .unusual)
        #expect(bench.restored.notes.contains { $0.contains("read-only") })
        bench.save(OperatingSettings())
        bench.pass()
        bench.pass(.seconds(1))
        #expect(bench.log.all.count == 1)
        #expect(throws: StoreError.self) { try bench.clear(2).get() }
        bench.stop()
        #expect(try directory.contents() == before)
        try disk.setReadOnly(false)
    }

    @Test func aReadOnlyDiskWithoutALogIsReadAsItStands() throws {
        try StoreBench(directory).stop()
        let log = try directory.bytes(directory.log)
        try #require(log.isEmpty)
        try File.remove(directory.log)
        try disk.setReadOnly(true)
        let bench = try StoreBench(directory)
        #expect(bench.restored.controller.latch == .none)
        #expect(bench.restored.notes.count == 1)
        bench.stop()
        try disk.setReadOnly(false)
    }

    @Test func aReadOnlyDiskWithoutAStateComesUpLatched() throws {
        try disk.setReadOnly(true)
        let bench = try StoreBench(directory)
        guard case .unreadable(let reason) = bench.restored.controller.latch else {
            Issue.record("read as \(bench.restored.controller.latch)")
            return
        }
        #expect(reason.contains("writable"))
        try disk.setReadOnly(false)
    }

    @Test func aDiskThatTurnsReadOnlyLeavesTheLatchToBeWrittenLater() throws {
        let bench = try StoreBench(directory)
        bench.save(.unusual)
        bench.pass()
        bench.pass(.seconds(1))
        // As after the kernel has remounted a failing card, which it refuses for a healthy disk in use.
        try bench.database?.execute("PRAGMA query_only = ON")
        bench.latch(.sample(3))
        for _ in 0..<20 { bench.pass(.seconds(1)) }
        #expect(bench.log.all.count == 1)
        try bench.database?.execute("PRAGMA query_only = OFF")
        bench.pass(.seconds(1))
        #expect(bench.log.all.count == 2)
        bench.stop()
        #expect(try StoreBench(directory).restored.controller.latch == .latched(.sample(3)))
    }
}
