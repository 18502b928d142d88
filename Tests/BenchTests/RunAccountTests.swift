import Bench
import Chamber
import Plant
import SwitchCore
import Testing

/// What a run's account says of the witness.
@Suite struct RunAccountTests {
    private var account = RunAccount()

    private mutating func look(_ milliseconds: Int64, isOff: Bool, witness: Bool?) {
        let seen = Scenario.Observation(
            elapsed: .milliseconds(milliseconds),
            latched: [],
            activity: .off,
            isOff: isOff,
            isFanOn: true,
            chamber: 40,
            element: 60
        )
        account.add(BenchSample(seen, setPoint: nil, duty: 0, witness: witness))
    }

    @Test mutating func heatAfterOffIsALag() {
        look(0, isOff: false, witness: true)
        for time in stride(from: Int64(100), through: 3_100, by: 100) {
            look(time, isOff: true, witness: true)
        }
        look(3_200, isOff: true, witness: false)
        #expect(account.longestWitnessLag == .seconds(3))
    }

    /// The heater is asked first and the witness then: a pulse may begin between the two.
    @Test mutating func aPulseThatBeginsBetweenTheTwoQuestionsIsNoLag() {
        look(0, isOff: false, witness: true)
        look(1_000, isOff: true, witness: false)
        look(5_000, isOff: true, witness: true)
        look(5_100, isOff: false, witness: true)
        look(9_000, isOff: true, witness: false)
        look(9_100, isOff: true, witness: false)
        #expect(account.longestWitnessLag == .zero)
    }
}
