import Chamber
import Store
import Surroundings
import SwitchCore
import TestSupport
import Testing

/// The rows of health: they come back, stay few, and are compared with their own board alone.
@Suite struct HealthStoreTests {
    private static let reference = HealthRun.Reference(
        board: "Box; 300 W",
        excessKelvin: 43.125,
        timeConstantSeconds: 40.1
    )

    private static func run(
        daysAgo: Double = 0,
        _ figures: HealthFigures = HealthFigures(heater: 0.98, blower: 0.94, loss: 1.03),
        _ reference: HealthRun.Reference = reference
    ) -> HealthRun {
        HealthRun(
            wall: WallTime(
                milliseconds: StoreBench.wall.milliseconds - Int64(daysAgo * 86_400_000)
            ),
            figures: figures,
            switchings: 812,
            reference: reference
        )
    }

    private func stored(_ runs: [HealthRun]) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        for run in runs {
            bench.buffer.put(run)
            bench.pass(.seconds(2))
        }
        bench.stop()
        return directory
    }

    private static let runs = [
        run(), run(HealthFigures()), run(HealthFigures(probeDifferenceKelvin: -0.4)),
    ]

    @Test func runsComeBackAsTheyWere() throws {
        let directory = try stored(Self.runs)
        #expect(try StoreBench(directory).restored.healthRuns == Self.runs)
    }

    @Test func theNewestThousandAreKept() throws {
        let directory = try stored([])
        let bench = try StoreBench(directory)
        for number in 0..<1_020 {
            bench.buffer.put(Self.run(HealthFigures(heater: Double(number) / 1_000)))
            bench.pass(.seconds(2))
        }
        bench.stop()
        let runs = try StoreBench(directory).restored.healthRuns
        #expect(runs.count == 1_000)
        #expect(runs.first?.figures.heater == 0.02 && runs.last?.figures.heater == 1.019)
    }

    @Test func aRowThatMakesNoSenseIsLeftOutAndAFigureIsUnknown() throws {
        let directory = try stored([Self.run()])
        let bench = try StoreBench(directory)
        try bench.database?.execute("UPDATE health SET heater = 77, blower = 0.5")
        bench.stop()
        let runs = try StoreBench(directory).restored.healthRuns
        #expect(runs.map(\.figures) == [HealthFigures(blower: 0.5, loss: 1.03)])
    }

    private static let others = [
        HealthRun.Reference(board: "Other", excessKelvin: 43.125, timeConstantSeconds: 40.1),
        HealthRun.Reference(board: "Box; 300 W", excessKelvin: 51, timeConstantSeconds: 40.1),
    ]

    @Test(arguments: others)
    func runsOfAnotherBoardOrCalibrationAreIgnoredInWords(other: HealthRun.Reference) {
        let weak = Self.run(HealthFigures(heater: 0.3, blower: 0.2), other)
        let history = HealthHistory([weak, weak, Self.run()], of: Self.reference)
        #expect(history.restored.newest == Self.run().figures)
        #expect(
            history.note
                == "health: 2 stored runs of another board or calibration are not compared with "
                + "this one"
        )
        #expect(HealthHistory([weak], of: Self.reference).restored == RestoredHealth())
        #expect(HealthHistory([Self.run()], of: Self.reference).note == nil)
    }

    /// A card with the state of another board: its rows come back, say nothing here, and are not lost.
    @Test(arguments: others)
    func storedRunsOfAnotherBoardAreToldAndKept(other: HealthRun.Reference) throws {
        let worn = Self.run(daysAgo: 30, HealthFigures(heater: 0.3, blower: 0.2), other)
        let directory = try stored([worn, worn, worn])
        let bench = try StoreBench(directory)
        #expect(bench.restored.healthRuns == [worn, worn, worn])
        let history = HealthHistory(bench.restored.healthRuns, of: Self.reference)
        #expect(history.restored == RestoredHealth())
        #expect(history.note?.hasPrefix("health: 3 stored runs of another board") == true)
        bench.buffer.put(Self.run())
        bench.pass(.seconds(2))
        #expect(bench.buffer.healthTrend == HealthTrend())
        bench.stop()
        let runs = try StoreBench(directory).restored.healthRuns
        #expect(runs == [worn, worn, worn, Self.run()])
        #expect(HealthHistory(runs, of: other).restored.newest == worn.figures)
    }

    @Test func theTrendIsTheMedianOfTheRunsNearestToAMonthAgo() {
        let blowers: [(days: Double, share: Double)] = [
            (90, 1.0), (33, 0.98), (31, 0.97), (30, 0.5), (29, 0.99), (28, 0.98), (3, 0.9),
            (0, 0.9),
        ]
        let runs = blowers.map {
            Self.run(daysAgo: $0.days, HealthFigures(blower: $0.share))
        }
        let trend = HealthHistory(runs, of: Self.reference).trend(at: StoreBench.wall)
        #expect(trend.blower == HealthTrend.Past(value: 0.98, days: 30))
        #expect(trend.heater == nil)
    }

    @Test func withoutARunOfAWeekAgoThereIsNoTrend() {
        let runs = [Self.run(daysAgo: 6.9), Self.run()]
        let trend = HealthHistory(runs, of: Self.reference).trend(at: StoreBench.wall)
        #expect(trend == HealthTrend())
    }

    @Test func eachRunBringsTheTrendUpToDate() throws {
        let bench = try StoreBench(TemporaryDirectory())
        bench.buffer.put(Self.run(daysAgo: 30, HealthFigures(blower: 0.98)))
        bench.buffer.put(Self.run(HealthFigures(blower: 0.94)))
        bench.pass()
        #expect(bench.buffer.healthTrend.blower == HealthTrend.Past(value: 0.98, days: 30))
    }

    @Test func theVersionBeforeHasNoSuchTableAndLosesNothing() throws {
        let directory = try TemporaryDirectory()
        let before = Schema(migrations: Schema.current.migrations.filter { $0.version < 5 })
        let old = try StoreBench(directory, schema: before)
        old.save(.unusual, offsets: .unusual)
        old.latch(.sample(4))
        old.stop()
        let bench = try StoreBench(directory)
        #expect(bench.restored.controller.latch == .latched(.sample(4)))
        #expect(bench.restored.controller.settings == .unusual)
        #expect(bench.restored.healthRuns.isEmpty)
        #expect(bench.restored.controller.relaySwitchings == 0)
        bench.buffer.put(Self.run())
        bench.pass()
        bench.pass(.seconds(1))
        bench.stop()
        #expect(try StoreBench(directory).restored.healthRuns == [Self.run()])
    }

    @Test func theRelaysCountIsWrittenOnceAMinuteAndComesBack() throws {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        bench.save(.unusual)
        bench.pass(.seconds(1))
        bench.pass(.seconds(1))
        bench.save(.unusual, relaySwitchings: 41_234)
        bench.pass()
        bench.pass(.seconds(59))
        let count = "SELECT value FROM settings WHERE name = 'relay_switchings'"
        #expect(try bench.database?.value(count) == .integer(0))
        bench.pass(.seconds(2))
        #expect(try bench.database?.value(count) == .integer(41_234))
        bench.stop()
        #expect(try StoreBench(directory).restored.controller.relaySwitchings == 41_234)
    }
}
