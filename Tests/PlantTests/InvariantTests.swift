import CAllocationCounter
import Chamber
import Foundation
import Plant
import SwitchCore
import Testing

@Suite struct InvariantTests {
    private static let stepsOfADay = 864_000

    @Test func aWeekOfRandomWishesAndFaultsHoldsEveryInvariant() {
        var life = RandomLife(seed: 2026)
        life.live(steps: 7 * Self.stepsOfADay)
        #expect(life.violations.isEmpty)
        // The life had everything: heat, faults and repairs.
        #expect(life.heatingSteps > 100_000)
        #expect(life.clearings > 20)
        #expect(life.faultsSeen.isSuperset(of: [.probeSingleFailure, .probeDualFailure]))
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func otherChambersHoldThemToo(seed: UInt64) {
        var life = RandomLife(seed: seed, plant: RandomPlants.plant(seed: seed))
        life.live(steps: Self.stepsOfADay / 4)
        #expect(life.violations.isEmpty)
    }

    @Test func theSameLifeLeavesTheSameOutputs() {
        var first = RandomLife(seed: 7)
        var second = RandomLife(seed: 7)
        var other = RandomLife(seed: 8)
        first.live(steps: 100_000)
        second.live(steps: 100_000)
        other.live(steps: 100_000)
        #expect(first.fingerprint == second.fingerprint)
        #expect(first.fingerprint != other.fingerprint)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["HEARTH_LONG"] != nil))
    func aYearHoldsEveryInvariant() {
        let began = ContinuousClock.now
        var life = RandomLife(seed: 365)
        life.live(steps: 365 * Self.stepsOfADay)
        #expect(life.violations.isEmpty)
        print("A year of random wishes and faults took \(ContinuousClock.now - began).")
    }

    #if !DEBUG
        @Test func aStepAllocatesNothing() {
            let board = NominalBoard.configuration
            var controller = Controller(board, at: .zero)
            var heater = SimulatedHeater(
                board,
                plant: PlantParameters(),
                at: .zero
            )
            var now = Instant.zero
            var allocations: UInt64 = 0
            for step in 0..<20_000 {
                now = now.advanced(by: ScenarioRunner.beat)
                heater.advance(to: now)
                var input = StepInput(reading: heater.reading, report: heater.report)
                switch step {
                case 20:
                    input.wishes.append(WishEnvelope(.heat(to: Celsius(60)), from: .controller))
                case 9_000: heater.chamber.faults[.elementOpen] = true
                case 12_000: heater.chamber.faults[.elementOpen] = false
                case 13_000: input.wishes.append(WishEnvelope(.clearLatch, from: .controller))
                default: break
                }
                let before = hearth_allocations()
                let actions = controller.step(input, at: now)
                allocations += hearth_allocations() - before
                heater.receive(actions.command, at: now)
            }
            #expect(controller.initialSnapshot.latch != nil, "the fault was part of it")
            #expect(allocations == 0)
        }
    #endif
}
