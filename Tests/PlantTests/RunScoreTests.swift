import Chamber
import Plant
import SwitchCore
import Testing

/// The score of curves drawn by hand.
@Suite struct RunScoreTests {
    /// A score, and the moments that it takes.
    private struct Course {
        var score = RunScore()
        var moments = RunMoments()

        /// Takes one moment each for these air temperatures, a second apart.
        mutating func add(_ air: Double...) {
            for degrees in air { add(degrees, after: .seconds(1)) }
        }

        mutating func add(_ air: Double, after interval: Duration) {
            moments.elapsed += interval
            score.add(moments.moment(air: air))
        }
    }

    @Test func onTheWayUpWhatIsAboveCounts() throws {
        var course = Course()
        course.moments.setPoint = Celsius(60)
        course.add(25, 50, 58.9, 59, 60.4, 59.2, 60.1, 55)
        let segment = try #require(course.score.mainSegment)
        #expect(segment.setPoint == Celsius(60))
        #expect(abs(segment.overshootKelvin - 0.4) < 1e-9)
        #expect(segment.began == .seconds(1))
        #expect(segment.timeToReach == .seconds(3), "at 59 °C, from the first moment on")
        #expect(segment.ended == .seconds(8))
    }

    @Test func onTheWayDownWhatIsBelowCounts() throws {
        var course = Course()
        course.moments.setPoint = Celsius(45)
        course.add(60, 50, 45.9, 44.2, 45.5)
        let segment = try #require(course.score.mainSegment)
        #expect(abs(segment.overshootKelvin - 0.8) < 1e-9)
        #expect(segment.timeToReach == .seconds(2))
    }

    @Test func whatIsNeverReachedHasNoTimeAndNoOvershoot() throws {
        var course = Course()
        course.moments.setPoint = Celsius(60)
        course.add(25, 40, 58.9)
        let segment = try #require(course.score.mainSegment)
        #expect(segment.timeToReach == nil)
        #expect(segment.overshootKelvin == 0)
        #expect(segment.holdRMSKelvin == nil)
        #expect(segment.holdPeakToPeakKelvin == nil)
    }

    @Test func holdingIsJudgedFromTenMinutesAfterItWasReached() throws {
        var course = Course()
        course.moments.setPoint = Celsius(50)
        course.add(25)
        course.add(50, after: .minutes(1))
        course.add(51.5, after: .seconds(599))
        #expect(course.score.mainSegment?.holdRMSKelvin == nil)
        course.add(50.5, after: .seconds(1))
        course.add(49.5, 50.5, 49.5)
        let segment = try #require(course.score.mainSegment)
        #expect(try abs(#require(segment.holdRMSKelvin) - 0.5) < 1e-9)
        #expect(try abs(#require(segment.holdPeakToPeakKelvin) - 1) < 1e-9)
        // Three at 0.5 K and one at 1 K: the root of (4 · 0.25 + 1) / 5.
        course.add(51)
        let mixed = try #require(course.score.mainSegment)
        #expect(try abs(#require(mixed.holdRMSKelvin) - 0.4.squareRoot()) < 1e-9)
        #expect(try abs(#require(mixed.holdPeakToPeakKelvin) - 1.5) < 1e-9)
    }

    @Test func everyNewSetPointIsAStretchOfItsOwn() {
        var course = Course()
        course.add(25)
        course.moments.setPoint = Celsius(60)
        course.add(25, 30)
        course.moments.setPoint = Celsius(50)
        course.add(30, 31, 32)
        course.moments.setPoint = nil
        course.add(32)
        course.moments.setPoint = Celsius(50)
        course.add(32)
        let segments = course.score.segments
        #expect(segments.map(\.setPoint) == [Celsius(60), Celsius(50), Celsius(50)])
        #expect(segments.map(\.began) == [.seconds(2), .seconds(4), .seconds(8)])
        #expect(segments.map(\.ended) == [.seconds(3), .seconds(6), .seconds(8)])
        #expect(course.score.mainSegment?.began == .seconds(4), "the longest")
        #expect(course.score.length == .seconds(8))
    }

    @Test func switchingsAreCountedByTheHourOfHeating() {
        var course = Course()
        course.add(25)
        #expect(course.score.switchingsPerHour == 0)
        course.moments.setPoint = Celsius(60)
        course.moments.report.closures = 10
        // Every moment is a beat of 100 ms: 36 s of heating.
        for _ in 0..<360 { course.add(30, after: .milliseconds(100)) }
        course.moments.setPoint = nil
        for _ in 0..<360 { course.add(30, after: .milliseconds(100)) }
        #expect(course.score.heatingTime == .seconds(36))
        #expect(course.score.switchings == 20, "on and off again")
        #expect(abs(course.score.switchingsPerHour - 2_000) < 1e-6)
    }

    @Test func theHighestTemperaturesAndTheEnergyAreThePlants() {
        var course = Course()
        course.add(30, 41.5, 28)
        #expect(course.score.airHighest == 41.5)
        #expect(course.score.elementHighest == 41.5)
        #expect(course.score.energyJoules == 0)
        var plant = ThermalPlant(PlantParameters())
        for _ in 0..<20 { plant.step(isHeating: true, isFanRunning: true, seconds: 0.05) }
        course.score.add(course.moments.moment(plant))
        #expect(abs(course.score.energyJoules - 300) < 1e-6, "300 W for a second")
    }

    @Test func faultsAndFoldbacksAreKept() {
        var course = Course()
        course.moments.happen(.foldbackBegan(Celsius(102)))
        course.add(25)
        course.moments.happen(.foldbackEnded(Celsius(99)))
        let record = FaultRecord(number: 1, code: .clock, at: .zero)
        course.moments.happen(.latched(record))
        course.moments.happen(.settingsChanged)
        course.add(25)
        #expect(course.score.foldbacks == 1)
        #expect(course.score.faults.map(\.record) == [record])
        #expect(course.score.faults.map(\.at) == [.seconds(2)])
    }
}
