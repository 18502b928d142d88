import Chamber
import Dialects
import SwitchCore
import Testing

/// A batch is applied as a whole or not at all, and never loosens a guard.
@Suite struct ReefnetBatchTests {
    private static let snapshot = {
        var snapshot = Snapshot()
        snapshot.settings.target = Celsius(25)
        snapshot.settings.band = TemperatureDelta(0.2)
        snapshot.highestTarget = Celsius(32)
        return snapshot
    }()

    private static func tuning(_ values: [ReefnetParameter: Double]) throws -> Tuning {
        try ReefnetBatch.tuning(values, snapshot)
    }

    @Test func aSetPointMovesTheMiddle() throws {
        let tuning = try Self.tuning([.setPoint: 26])
        #expect(tuning.target == Celsius(26))
        #expect(tuning.band == nil)
        #expect(tuning.guards == nil)
    }

    @Test func theEndsMakeMiddleAndSpan() throws {
        let tuning = try Self.tuning([.setPointMinimum: 26, .setPointMaximum: 27])
        #expect(tuning.target == Celsius(26.5))
        #expect(tuning.band == TemperatureDelta(1))
    }

    @Test func theEndsAreClampedTogether() throws {
        let tuning = try Self.tuning([.setPointMinimum: 31, .setPointMaximum: 90])
        #expect(tuning.target == Celsius(31.5))
        #expect(tuning.band == TemperatureDelta(1))
    }

    @Test func aSpanThatIsTooWideIsClamped() throws {
        let tuning = try Self.tuning([.setPointMinimum: 20, .setPointMaximum: 30])
        #expect(tuning.target == Celsius(25))
        #expect(tuning.band == TemperatureDelta(2))
    }

    @Test func halfASpanIsOneToo() throws {
        #expect(try Self.tuning([.hysteresisHalf: 0.5]).band == TemperatureDelta(1))
        #expect(try Self.tuning([.hysteresisSpan: 0.5]).band == TemperatureDelta(0.5))
    }

    @Test func aGuardCanBeMadeTighter() throws {
        let tuning = try Self.tuning([
            .probeTolerance: 0.7, .probeTimeout: 30, .runawayDelta: 2, .longestHeaterOn: 15,
            .stuckRelayDelta: 0.5, .stuckRelayWindow: 120,
        ])
        let guards = try #require(tuning.guards)
        #expect(guards.probeTolerance == TemperatureDelta(0.7))
        #expect(guards.probeTimeout == .seconds(30))
        #expect(guards.runawayDelta == TemperatureDelta(2))
        #expect(guards.longestFullPower == .minutes(15))
        #expect(guards.stuckRelayDelta == TemperatureDelta(0.5))
        #expect(guards.stuckRelayWindow == .seconds(120))
    }

    private static let wrong: [[ReefnetParameter: Double]] = [
        [.setPoint: 32.1], [.setPoint: -1], [.setPoint: 1e300], [.hysteresisSpan: 0],
        [.hysteresisSpan: 2.1], [.hysteresisHalf: 1.1], [.probeTolerance: 5.1],
        [.probeTolerance: 0], [.probeTimeout: 46], [.runawayDelta: 5.1], [.runawayDelta: 0.4],
        [.longestHeaterOn: 46], [.longestHeaterOn: 0], [.stuckRelayDelta: 1.1],
        [.stuckRelayWindow: 59], [.stuckRelayWindow: 601],
        [.setPointMinimum: 27], [.setPointMinimum: 28, .setPointMaximum: 27],
        [.setPoint: 26, .runawayDelta: 9],
    ]

    @Test(arguments: wrong)
    func aWrongNumberRefusesTheBatchInWords(values: [ReefnetParameter: Double]) {
        do throws(ReefnetBatch.Problem) {
            let tuning = try ReefnetBatch.tuning(values, Self.snapshot)
            Issue.record("\(values) became \(tuning)")
        } catch {
            #expect(!error.words.isEmpty)
        }
    }
}
