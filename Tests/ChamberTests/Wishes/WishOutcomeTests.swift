import Chamber
import SwitchCore
import Testing

/// How wishes reach the controller, and how their answers come back.
@Suite struct WishOutcomeTests {
    @Test func onlyAWishWithATicketIsAnswered() {
        var bench = ControllerBench.ready()
        bench.wish(.setTarget(Celsius(50)))
        bench.step()
        #expect(bench.outcomes.isEmpty)
        bench.wish(.setTarget(Celsius(51)), ticket: 77)
        bench.step()
        #expect(bench.outcomes == [WishOutcome(ticket: 77, answer: .applied)])
        bench.run(seconds: 1)
        #expect(bench.outcomes.count == 1, "an answer comes once")
    }

    @Test func wishesOfOneStepAreGrantedInTheirOrder() {
        var bench = ControllerBench.ready()
        for degrees in 41...48 {
            bench.wish(.setTarget(Celsius(Double(degrees))), ticket: UInt64(degrees))
        }
        bench.step()
        #expect(bench.outcomes.map(\.ticket) == Array(41...48))
        #expect(bench.snapshot.settings.target == Celsius(48))
    }

    @Test func onAndOffInOneStepIsOff() {
        var bench = ControllerBench.ready()
        bench.wish(.heat(to: Celsius(50)), ticket: 1)
        bench.wish(.setPower(false), ticket: 2)
        bench.step()
        #expect(bench.outcomes.map(\.answer) == [.applied, .applied])
        #expect(bench.command?.heater == .off)
    }

    @Test func everyRefusalTellsWhatToDo() {
        for refusal in WishOutcome.Refusal.allCases {
            #expect(refusal.explanation.count > 20)
        }
        let explanations = Set(WishOutcome.Refusal.allCases.map(\.explanation))
        #expect(explanations.count == WishOutcome.Refusal.allCases.count)
    }
}
