import Chamber
import Plant
import SwitchCore
import Testing
import hearth_prove

/// The peers do what their rules say.
@Suite struct PeerTests {
    private static func bench<Subject: Contender>(_ subject: Subject) -> TrialBench<Subject> {
        var bench = TrialBench(subject, plant: PlantParameters())
        bench.run(.seconds(10))
        bench.heat(to: Celsius(60))
        return bench
    }

    @Test func stockStopsAtASingleBadSample() {
        var bench = Self.bench(StockController())
        bench.run(.minutes(5))
        #expect(bench.subject.stops.isEmpty)
        bench.setFault(.chamberWild)
        bench.run(.seconds(1))
        #expect(bench.subject.stops.map(\.code) == ["ntc"])
        #expect(!bench.isHeaterOn)
    }

    @Test func hysteresisHeatsBelowItsBandAndStopsAtTheTarget() {
        var bench = Self.bench(HysteresisController())
        bench.run(.minutes(20))
        #expect(bench.subject.stops.isEmpty)
        // Off for the first time at the target; the air goes on a little, then swings.
        #expect((50...65).contains(bench.chamber.plant.air))
        #expect(bench.switchings > 2)
        bench.turnOff()
        bench.run(.seconds(1))
        #expect(!bench.isHeaterOn)
    }

    @Test func theWatermarkSwingsTwoDegreesToEitherSide() {
        var bench = Self.bench(KlipperController(.watermark, .patient))
        bench.run(.minutes(30))
        #expect(bench.subject.stops.isEmpty)
        var (lowest, highest) = (100.0, 0.0)
        bench.run(.hours(1)) { now in
            lowest = min(lowest, now.chamber.plant.air)
            highest = max(highest, now.chamber.plant.air)
            return false
        }
        #expect(highest > 62)
        #expect(lowest < 58)
    }

    @Test func relayTuningGivesGainsThatHoldTheNominalPlant() throws {
        let prepared = PreparedPlant(PlantParameters(), isCalibrated: true)
        let gains = try #require(KlipperTuning.gains(of: prepared))
        #expect(gains.proportional > 0)
        var bench = Self.bench(KlipperController(.pid(KlipperPID(gains)), .patient))
        bench.run(.minutes(40))
        #expect(abs(bench.chamber.plant.air - 60) < 1)
    }

    @Test func marlinsWatchEndsAHeaterThatStaysCold() throws {
        var bench = Self.bench(MarlinController())
        bench.setFault(.heaterOpen)
        bench.run(.minutes(2))
        let stop = try #require(bench.subject.stops.first)
        #expect(stop.code == "heating failed")
        #expect(stop.at.seconds(since: .zero) < 75)
    }

    @Test func verifyForgetsItsErrorWhileTheHeaterGains() {
        var verify = KlipperVerify(.strict)
        // 2 °C in 20 s is just enough.
        for second in 0..<400 {
            let hasFailed = verify.hasFailed(
                target: 60,
                temperature: 20 + Double(second) * 0.11,
                seconds: Double(second)
            )
            #expect(!hasFailed)
        }
    }

    @Test func verifyAddsUpWhatIsMissingBelowItsHysteresis() {
        var verify = KlipperVerify(.patient)
        let hasFailedAtTarget = verify.hasFailed(target: 60, temperature: 60, seconds: 0)
        #expect(!hasFailedAtTarget)
        // 8 °C below the target is 3 °C below the range: 480 of them are 160 s.
        let failed = (1...400).first { second in
            verify.hasFailed(target: 60, temperature: 52, seconds: Double(second))
        }
        #expect(failed == 160)
    }
}
