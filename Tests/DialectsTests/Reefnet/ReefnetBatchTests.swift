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
        #expect(tuning.guards == GuardOverrides())
        #expect(!tuning.isHeating)
    }

    @Test func anEndNamesItselfAlone() throws {
        let lower = try Self.tuning([.setPointMinimum: 27])
        #expect(lower.lowerEnd == Celsius(27))
        #expect(lower.target == nil && lower.band == nil && lower.upperEnd == nil)
        let both = try Self.tuning([.setPointMinimum: 26, .setPointMaximum: 27])
        #expect(both.lowerEnd == Celsius(26) && both.upperEnd == Celsius(27))
    }

    @Test func whereTheHubMayHeatItMayTurnOffOnEveryBoard() throws {
        var snapshot = Self.snapshot
        snapshot.lowestTarget = Celsius(20)
        let off = try ReefnetBatch.tuning([.setPoint: 10], mayHeat: true, snapshot)
        #expect(off.target == Celsius(10) && off.isHeating)
        do throws(ReefnetBatch.Problem) {
            _ = try ReefnetBatch.tuning([.setPoint: 10], snapshot)
            Issue.record("a set point below the board's lowest target was taken")
        } catch {
            #expect(error.words.contains("20.00"))
        }
    }

    @Test func everyWrongNumberIsNamed() {
        do throws(ReefnetBatch.Problem) {
            _ = try Self.wrongBatch()
            Issue.record("a wrong batch was taken")
        } catch {
            for name in ["setpoint_c", "runaway_delta_c", "probe_timeout_s"] {
                #expect(error.words.contains(name))
            }
        }
    }

    private static func wrongBatch() throws(ReefnetBatch.Problem) -> Tuning {
        try ReefnetBatch.tuning(
            [.setPoint: 99, .runawayDelta: 9, .probeTimeout: 1, .probeTolerance: 1],
            snapshot
        )
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
        let guards = tuning.guards
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
        [.setPointMinimum: 28, .setPointMaximum: 27],
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
