import Chamber
import Store
import SwitchCore
import Testing
import TestSupport

/// When things are written, by the test's clock.
@Suite struct StoreWriterTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func aLatchIsWrittenAtOnceAndBeforeAnythingElse() throws {
        let bench = try StoreBench(directory)
        bench.save(.unusual)
        bench.append(.poweredOff(.fault))
        bench.latch(.sample(1))
        bench.pass()
        let state = try StoreBench(directory.copy()).restored
        #expect(state.controller.latch == .latched(.sample(1)))
        #expect(state.controller.settings == OperatingSettings())
    }

    @Test func theEventOfAFaultLatchesIt() throws {
        let bench = try StoreBench(directory)
        bench.append(.latched(.sample(5)))
        bench.pass()
        #expect(try StoreBench(directory.copy()).restored.controller.latch == .latched(.sample(5)))
    }

    @Test func settingsOfOneSecondAreWrittenOnce() throws {
        let bench = try StoreBench(directory)
        let database = try #require(bench.database)
        let before = database.changes
        var settings = OperatingSettings.unusual
        for degrees in 40..<50 {
            settings.target = Celsius(Double(degrees))
            bench.save(settings)
            bench.pass(.milliseconds(99))
        }
        #expect(database.changes == before)
        let next = bench.pass(.milliseconds(1))
        #expect(next == bench.now.advanced(by: .milliseconds(108)))
        bench.pass(.milliseconds(108))
        // Twenty-three values in one transaction.
        #expect(database.changes == before + 23)
        #expect(try StoreBench(directory.copy()).restored.controller.settings.target == Celsius(49))
        #expect(bench.pass() == nil)
    }

    @Test func settingsThatAreOnTheDiskAreNotWrittenAgain() throws {
        let bench = try StoreBench(directory)
        bench.save(.unusual)
        bench.pass()
        bench.pass(.seconds(1))
        let database = try #require(bench.database)
        let before = database.changes
        bench.save(.unusual)
        #expect(bench.pass() == nil)
        // There and back again within the second.
        bench.save(OperatingSettings())
        bench.pass()
        bench.save(.unusual)
        bench.pass(.milliseconds(500))
        bench.pass(.milliseconds(500))
        #expect(database.changes == before)
        #expect(bench.pass(.seconds(1)) == nil, "the store must not spin on nothing")
    }

    @Test func switchingOnAndOffIsNoSetting() throws {
        let bench = try StoreBench(directory)
        var settings = OperatingSettings()
        settings.isOn = true
        bench.save(settings)
        #expect(bench.pass() == nil)
    }

    @Test func theRestOfADryingRunIsWrittenOnceAMinute() throws {
        let bench = try StoreBench(directory)
        let database = try #require(bench.database)
        bench.save(.unusual, dryingRemaining: .seconds(7200))
        bench.pass()
        bench.pass(.seconds(1))
        let before = database.changes
        for second in 1...59 {
            bench.save(.unusual, dryingRemaining: .seconds(7200 - second))
            bench.pass(.seconds(1))
        }
        #expect(database.changes == before)
        bench.pass(.seconds(1))
        #expect(database.changes == before)
        bench.pass(.seconds(1))
        #expect(database.changes == before + 23)
        #expect(
            try StoreBench(directory.copy()).restored.controller.dryingRemaining
                == .seconds(7200 - 59)
        )
    }

    @Test func historyIsWrittenOnceAMinute() throws {
        let bench = try StoreBench(directory)
        let database = try #require(bench.database)
        let before = database.changes
        for _ in 0..<60 {
            bench.record(Celsius(50))
            bench.pass(.seconds(1))
        }
        #expect(database.changes == before)
        bench.pass(.seconds(1))
        #expect(database.changes >= before + 60)
        #expect(bench.pass(.seconds(5)) == nil)
    }

    @Test func historyIsToldBeforeItIsWrittenToo() throws {
        let bench = try StoreBench(directory)
        for second in 0..<90 {
            bench.record(Celsius(Double(second)))
            bench.pass(.seconds(1))
        }
        let history = try bench.history(span: .seconds(100), points: 100)
        #expect(history.interval == .seconds(1))
        #expect(history.points.count == 90)
        #expect(history.points.map { $0.chamber?.average } == (0..<90).map { Double($0) })
    }

    @Test func anHourIsKeptByTheSecond() throws {
        let bench = try StoreBench(directory)
        for second in 0..<4000 {
            bench.record(Celsius(Double(second % 100)))
            bench.pass(.seconds(1))
        }
        bench.stop()
        let database = try Database(directory.database, .existing)
        #expect(try database.value("SELECT count(*) FROM seconds") == .integer(3600))
        #expect(try database.value("SELECT min(id) FROM seconds") == .integer(401))
    }

    @Test func aMinuteHasTheAverageAndTheExtremes() throws {
        let bench = try StoreBench(directory)
        for second in 0..<7300 {
            bench.record(Celsius(second % 60 < 30 ? 40 : 50), duty: second % 60 < 15 ? 1 : 0)
            bench.pass(.seconds(1))
        }
        let history = try bench.history(span: .hours(3), points: 1000)
        #expect(history.interval == .seconds(60))
        // Calendar minutes and the clock's minutes need not begin together.
        #expect(history.points.dropFirst().dropLast(2).count >= 119)
        for point in history.points.dropFirst().dropLast(2) {
            #expect(point.samples == 60)
            #expect(point.chamber == .init(average: 45, lowest: 40, highest: 50))
            #expect(point.duty == .init(average: 0.25, lowest: 0, highest: 1))
            #expect(point.element == nil)
            #expect(point.setPoint == 55)
            #expect(point.flags == [.fan, .power])
        }
    }

    @Test func manyPointsAreMadeFew() throws {
        let bench = try StoreBench(directory)
        for second in 0..<3000 {
            bench.record(Celsius(Double(second % 20)))
            bench.pass(.seconds(1))
        }
        let history = try bench.history(span: .seconds(3000), points: 150)
        #expect(history.interval == .seconds(20))
        #expect(history.points.count <= 150)
        #expect(history.points.count >= 149)
        for point in history.points.dropFirst().dropLast() {
            #expect(point.samples == 20)
            #expect(abs((point.chamber?.average ?? 0) - 9.5) < 1e-9)
            #expect(point.chamber?.lowest == 0)
            #expect(point.chamber?.highest == 19)
        }
    }

    @Test func eventsAreBounded() throws {
        let bench = try StoreBench(directory)
        for _ in 0..<101 {
            for _ in 0..<100 { bench.append(.started) }
            bench.pass()
            bench.pass(.seconds(1))
        }
        let database = try #require(bench.database)
        #expect(try database.value("SELECT count(*) FROM events") == .integer(10_000))
        let newest = try bench.events(limit: 3)
        #expect(newest.map(\.id) == [10_100, 10_099, 10_098])
        #expect(try bench.events(before: 102, limit: 10).map(\.id) == [101])
    }

    @Test func eventsAreToldAtOnceAndPagedWithThoseThatWait() throws {
        let bench = try StoreBench(directory)
        bench.append(.started)
        bench.pass()
        bench.pass(.seconds(1))
        bench.append(.poweredOn(.alwaysOn, target: Celsius(55)), from: Requester(.page, session: 7))
        bench.append(.settingsChanged)
        bench.pass()
        #expect(bench.told.all.map(\.id) == [1, 2, 3])
        #expect(try bench.events().map(\.id) == [3, 2, 1])
        #expect(try bench.events(before: 3, limit: 1).map(\.id) == [2])
        #expect(try bench.events(before: 3).map(\.id) == [2, 1])
        bench.stop()
        let next = try StoreBench(directory)
        next.append(.started)
        next.pass()
        #expect(try next.events().map(\.id) == [4, 3, 2, 1])
        #expect(try next.events().dropFirst() == bench.told.all.reversed()[...])
    }

    @Test func theInboxIsBoundedAndSaysWhatWasLost() throws {
        let bench = try StoreBench(directory)
        for _ in 0..<300 { bench.append(.started) }
        bench.append(.latched(.sample(2)))
        bench.pass()
        #expect(bench.told.all.count == 256)
        #expect(bench.log.all.count == 1)
        #expect(bench.log.all.first?.contains("45 events") == true)
        // A latch has a place of its own.
        #expect(try StoreBench(directory.copy()).restored.controller.latch == .latched(.sample(2)))
    }

    @Test func onlyTheFaultThatIsLatchedCanBeCleared() throws {
        let bench = try StoreBench(directory)
        bench.latch(.sample(8))
        bench.pass()
        switch try bench.clear(7) {
        case .success: Issue.record("it was cleared by another number")
        case .failure(let error): #expect(error.kind == .otherFault)
        }
        #expect(try StoreBench(directory.copy()).restored.controller.latch == .latched(.sample(8)))
        #expect(try bench.clear(8) == .success(8))
        // Asked again, it is cleared already.
        #expect(try bench.clear(8) == .success(8))
        #expect(try StoreBench(directory.copy()).restored.controller.latch == .none)
    }
}
