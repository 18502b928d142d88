import Chamber
import Store
import Surroundings
import SwitchCore
import TestSupport
import Testing

/// The rows of runs: they come back, stay few, and a run without an end is told as cut.
@Suite struct RunsStoreTests {
    private static let start = StoreBench.wall.milliseconds

    private static func report(
        _ number: Int64,
        end: HeatRun.End? = .wish,
        after milliseconds: Int64 = 0
    ) -> RunWatch.Report {
        var run = HeatRun(
            purpose: .alwaysOn,
            startMilliseconds: start + milliseconds,
            endMilliseconds: start + milliseconds + 600_000,
            target: 55
        )
        run.highestChamber = 55.25
        run.secondsToTarget = 300
        run.secondsHeld = 250
        run.seconds = 600
        run.wattHours = 42.5
        run.end = end
        return RunWatch.Report(number: number, run: run)
    }

    @Test func runsComeBackAsTheyWereWithNumbersThatCountUp() throws {
        let directory = try TemporaryDirectory()
        for _ in 0..<2 {
            let bench = try StoreBench(directory)
            bench.buffer.put(Self.report(1))
            bench.pass(.seconds(2))
            bench.stop()
        }
        let runs = try StoreBench(directory).runs()
        #expect(runs.map(\.id) == [2, 1])
        #expect(runs.map(\.run) == [Self.report(1).run, Self.report(1).run])
    }

    @Test func aRunThatGoesOnIsReplacedAndLeftOverAfterAPowerCut() throws {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        bench.buffer.put(Self.report(1, end: nil))
        bench.pass()
        #expect(try bench.runs().map(\.run.end) == [nil])
        bench.pass(.seconds(61))
        let count = "SELECT count(*) FROM runs WHERE ended IS NULL"
        #expect(try bench.database?.value(count) == .integer(1))
        // The program ends without a word.
        let image = try Image(of: directory)
        let other = try TemporaryDirectory()
        _ = try image.start(in: other)
        let next = try StoreBench(other).runs()
        #expect(next.map(\.run.end) == [.powerLost])
        bench.buffer.put(Self.report(1, end: .fault))
        bench.pass(.seconds(2))
        bench.pass(.seconds(2))
        #expect(try bench.runs().map(\.run.end) == [.fault])
        #expect(try bench.database?.value("SELECT count(*) FROM runs") == .integer(1))
    }

    @Test func theNewestFiveThousandAreKept() throws {
        let bench = try StoreBench(TemporaryDirectory())
        for number in 1...Int64(5_010) {
            bench.buffer.put(Self.report(number))
            if number % 10 == 0 { bench.pass(.seconds(2)) }
        }
        bench.pass(.seconds(2))
        #expect(try bench.database?.value("SELECT count(*) FROM runs") == .integer(5_000))
        #expect(try bench.database?.value("SELECT min(id) FROM runs") == .integer(11))
    }

    @Test func aRangeHoldsTheRunsThatBeganInIt() throws {
        let bench = try StoreBench(TemporaryDirectory())
        for number in 1...Int64(4) {
            bench.buffer.put(Self.report(number, after: number * 1_000_000))
            bench.pass(.seconds(number < 3 ? 2 : 0))
        }
        let range = HistoryQuery.Range(
            from: Self.start + 2_000_000,
            to: Self.start + 3_000_000
        )
        #expect(try bench.runs(RunQuery(range: range, limit: 10)).map(\.id) == [3, 2])
        #expect(try bench.runs(RunQuery(limit: 1)).map(\.id) == [4])
    }

    @Test func aRowThatMakesNoSenseIsLeftOutAndANumberIsUnknown() throws {
        let bench = try StoreBench(TemporaryDirectory())
        for number in 1...Int64(2) { bench.buffer.put(Self.report(number)) }
        bench.pass(.seconds(2))
        bench.pass(.seconds(2))
        try bench.database?.execute("UPDATE runs SET purpose = 'magic' WHERE id = 1")
        try bench.database?.execute("UPDATE runs SET energy = -7, ended = 'new_word' WHERE id = 2")
        let runs = try bench.runs()
        #expect(runs.map(\.id) == [2])
        #expect(runs.first?.run.wattHours == nil && runs.first?.run.end == .wish)
    }

    @Test func theTimesMoveOnceTheCalendarIsKnown() throws {
        let bench = try StoreBench(TemporaryDirectory())
        bench.isCalendarKnown.value = false
        bench.pass()
        bench.buffer.put(Self.report(1))
        bench.pass(.seconds(2))
        bench.pass(.seconds(2))
        bench.calendarShift = 7_200_000
        bench.isCalendarKnown.value = true
        bench.pass(.seconds(1))
        bench.pass(.seconds(2))
        #expect(try bench.runs().first?.run.startMilliseconds == Self.start + 7_200_000)
    }
}
