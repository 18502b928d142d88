import SwitchCore
import Testing

@Suite struct ModulatorTests {
    /// The relay's state every 100 ms for a duty that may change with time.
    static func states(
        seconds: Int,
        _ modulation: Modulation = Modulation(),
        duty: (Int) -> Duty
    ) -> [Bool] {
        var modulator = Modulator(modulation)
        return (0..<seconds * 10).map { step in
            modulator.step(duty(step), at: Instant(nanoseconds: Int64(step) * 100_000_000))
        }
    }

    static func runLengths(_ states: [Bool], of state: Bool) -> [Int] {
        var lengths: [Int] = []
        var length = 0
        for one in states {
            if one == state {
                length += 1
            } else if length > 0 {
                lengths.append(length)
                length = 0
            }
        }
        return lengths
    }

    @Test(arguments: Array(stride(from: 0.0, through: 1, by: 0.025)))
    func anyMinuteDeliversWhatWasAskedForWithinOnePerCentAndASlot(fraction: Double) {
        let states = Self.states(seconds: 600) { _ in Duty(fraction) }
        for start in stride(from: 200, to: states.count - 600, by: 7) {
            let on = states[start..<start + 600].count { $0 }
            let delivered = Double(on) / 600
            #expect(abs(delivered - fraction) <= 0.01 + 0.5 / 60 + 1e-9, "from step \(start)")
        }
    }

    @Test(arguments: Array(stride(from: 0.025, through: 0.975, by: 0.025)))
    func shortestTimesAreKept(fraction: Double) {
        let states = Self.states(seconds: 900) { _ in Duty(fraction) }
        #expect(Self.runLengths(states, of: true).allSatisfy { $0 >= 10 })
        #expect(Self.runLengths(states, of: false).dropFirst().allSatisfy { $0 >= 10 })
    }

    @Test func noDutySwitchesMoreThanTheRelayIsGood() {
        for fraction in stride(from: 0.01, through: 0.99, by: 0.01) {
            let states = Self.states(seconds: 3600) { _ in Duty(fraction) }
            let changes = zip(states, states.dropFirst()).count { $0 != $1 }
            #expect(changes <= 3_200, "duty \(fraction)")
        }
    }

    @Test func dutyZeroOpensTheRelayAtOnceInTheMiddleOfASlot() {
        let states = Self.states(seconds: 20) { $0 < 103 ? .full : .off }
        #expect(states[102])
        #expect(states[103...].allSatisfy { !$0 })
    }

    @Test func theShortestOffTimeHoldsAfterAnEarlyEnd() {
        // On, off in mid-slot for one step, and wanted again at once.
        let states = Self.states(seconds: 30) { $0 == 153 ? .off : .full }
        let off = states[153...].prefix { !$0 }.count
        #expect(off >= 10)
    }

    @Test(arguments: [Modulation.Mains.hertz50, .hertz60])
    func aSlotIsAWholeNumberOfHalfCycles(mains: Modulation.Mains) {
        var modulation = Modulation()
        modulation.mains = mains
        #expect(modulation.slot == .milliseconds(500))
        #expect(modulation.halfCyclesPerSlot == Int(mains.rawValue))
    }

    @Test func aMechanicalRelaysLongTimesAreKept() {
        var modulation = Modulation()
        modulation.shortestOn = .seconds(15)
        modulation.shortestOff = .seconds(15)
        let states = Self.states(seconds: 1_800, modulation) { _ in Duty(0.4) }
        #expect(Self.runLengths(states, of: true).allSatisfy { $0 >= 150 })
        let delivered = Double(states.count { $0 }) / Double(states.count)
        #expect(abs(delivered - 0.4) < 0.02)
    }
}
