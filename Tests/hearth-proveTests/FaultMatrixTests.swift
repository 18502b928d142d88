import Chamber
import Plant
import SwitchCore
import Testing
import hearth_prove

@Suite struct FaultMatrixTests {
    /// Every trial seen after so many seconds, by its own code.
    private static func outcomes(after seconds: Double?) -> [FaultOutcome] {
        FaultTrial.all.map { trial in
            FaultOutcome(
                falseTrip: nil,
                latch: seconds.map { _ in
                    Stop(code: trial.codes[0].word, isLatched: true, at: .zero)
                },
                seconds: seconds,
                air: 60,
                element: 80
            )
        }
    }

    @Test func whatIsSeenAtOnceIsOkInEveryRow() {
        let plants = Array(repeating: Self.outcomes(after: 1), count: 4)
        let matrix = FaultMatrix(nominal: Self.outcomes(after: 1), plants: plants)
        #expect(matrix.missed == 0)
        #expect(matrix.lines.count == FaultTrial.all.count + 2)
        #expect(!matrix.lines.contains { $0.contains("MISSED") })
    }

    @Test func aFaultThatTheNominalPlantHidesIsMissedWhateverTheOthersDo() {
        let plants = Array(repeating: Self.outcomes(after: 1), count: 4)
        let matrix = FaultMatrix(nominal: Self.outcomes(after: nil), plants: plants)
        #expect(matrix.missed == FaultTrial.all.count)
    }

    @Test(arguments: [(5, 0), (6, 1)])
    func fiveOfTwoHundredMayHideWhereTheMedianIsJudged(hidden: Int, missed: Int) throws {
        let seen = Array(repeating: Self.outcomes(after: 1), count: 200 - hidden)
        let unseen = Array(repeating: Self.outcomes(after: nil), count: hidden)
        let matrix = FaultMatrix(nominal: Self.outcomes(after: 1), plants: seen + unseen)
        let index = try #require(FaultTrial.all.firstIndex { $0.fault == .heaterOpen })
        #expect(matrix.lines[index + 2].contains("MISSED") == (missed == 1))
    }

    @Test func aLatchByAnotherNameStandsInBrackets() throws {
        var wrong = Self.outcomes(after: 1)
        wrong[0] = FaultOutcome(
            falseTrip: nil,
            latch: Stop(code: FaultCode.clock.word, isLatched: true, at: .zero),
            seconds: 1,
            air: 60,
            element: 80
        )
        let matrix = FaultMatrix(nominal: wrong, plants: [wrong])
        #expect(matrix.lines[2].hasSuffix("(clock)"))
    }

    @Test func whatStoppedBeforeTheFaultIsCounted() {
        var early = Self.outcomes(after: 1)
        early[3] = FaultOutcome(
            falseTrip: Stop(code: FaultCode.clock.word, isLatched: true, at: .zero),
            latch: nil,
            seconds: nil,
            air: 60,
            element: 80
        )
        let matrix = FaultMatrix(nominal: Self.outcomes(after: 1), plants: [early])
        #expect(matrix.falseTrips == 1)
    }
}
