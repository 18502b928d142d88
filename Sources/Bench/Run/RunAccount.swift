package import Chamber
package import Plant
import SwitchCore

/// The account of one run, real or simulated: figures, and each fault with the times that followed it.
package struct RunAccount: Sendable {
    /// A fault that the run made, and what followed. Times are since the start of the run.
    package struct FaultTimes: Sendable {
        /// The line of the scenario that makes it.
        package let entry: Scenario.Entry
        /// The fault's name in scenario files.
        package let name: String
        /// When the raw value changed, or the person said so.
        package let at: Duration
        fileprivate(set) var code: FaultCode?
        /// From the fault to the latch.
        package fileprivate(set) var latched: Duration?
        /// From the fault to off, by Hearth's own account.
        package fileprivate(set) var off: Duration?
        /// From the fault to the last heat that the witness saw; `nil`: no witness, or heat without an end.
        package fileprivate(set) var witnessOff: Duration?
        fileprivate var isOver = false
        fileprivate var sawWitness = false
    }

    private(set) var length = Duration.zero
    private(set) var faults: [FaultTimes] = []
    /// Every fault that latched.
    package private(set) var latched: [(code: FaultCode, at: Duration)] = []
    /// In °C.
    package private(set) var chamberHighest: Double?
    /// In °C.
    package private(set) var elementHighest: Double?
    /// From the first set point to within 1 °C of it.
    package private(set) var warmUp: Duration?
    /// Above the set point while it was held, in K.
    package private(set) var overshoot: Double?
    /// Root mean square of the distance to the set point while it was held, in K.
    package var holdRMS: Double? {
        holdCount > 0 ? (holdSquares / Double(holdCount)).squareRoot() : nil
    }
    /// The witness saw heat at least once.
    package private(set) var witnessSawHeat = false
    /// How long Hearth's line was on, summed over the looks.
    package private(set) var heating = Duration.zero
    /// The longest that the witness saw heat after Hearth's line went off.
    package private(set) var longestWitnessLag = Duration.zero
    /// The same of the newest look: it counts where the next look finds the line still off. The witness
    /// is read after Hearth is asked, and a pulse may begin between the two.
    private var newestWitnessLag = Duration.zero

    private var firstSetPoint: Duration?
    private var holdSquares = 0.0
    private var holdCount = 0
    private var offSince: Duration?

    package init() {}

    /// Records that a fault is there now.
    package mutating func begin(_ entry: Scenario.Entry, _ name: String, at now: Duration) {
        faults.append(FaultTimes(entry: entry, name: name, at: now))
    }

    /// Records that the faults were ended: what comes later is no consequence of theirs.
    package mutating func endFaults() {
        for index in faults.indices { faults[index].isOver = true }
    }

    /// Adds one look.
    package mutating func add(_ sample: BenchSample) {
        let (seen, passed) = (sample.seen, sample.seen.elapsed - length)
        length = seen.elapsed
        if !seen.isOff { heating += passed }
        chamberHighest = seen.chamber.map { max($0, chamberHighest ?? $0) } ?? chamberHighest
        elementHighest = seen.element.map { max($0, elementHighest ?? $0) } ?? elementHighest
        for code in seen.latched { latched.append((code, seen.elapsed)) }
        addHold(sample)
        addWitness(sample)
        for index in faults.indices where !faults[index].isOver {
            addConsequences(sample, to: &faults[index])
        }
    }

    private mutating func addHold(_ sample: BenchSample) {
        guard let setPoint = sample.setPoint, let chamber = sample.seen.chamber else { return }
        let now = sample.seen.elapsed
        if firstSetPoint == nil { firstSetPoint = now }
        if warmUp == nil, let first = firstSetPoint, abs(chamber - setPoint) <= 1 {
            warmUp = now - first
        }
        guard sample.seen.activity == .holding else { return }
        overshoot = max(overshoot ?? 0, chamber - setPoint)
        holdSquares += (chamber - setPoint) * (chamber - setPoint)
        holdCount += 1
    }

    private mutating func addWitness(_ sample: BenchSample) {
        let now = sample.seen.elapsed
        if sample.witness == true { witnessSawHeat = true }
        guard sample.seen.isOff else {
            (offSince, newestWitnessLag) = (nil, .zero)
            return
        }
        longestWitnessLag = max(longestWitnessLag, newestWitnessLag)
        let since = offSince ?? now
        offSince = since
        newestWitnessLag = sample.witness == true ? now - since : .zero
    }

    private func addConsequences(_ sample: BenchSample, to fault: inout FaultTimes) {
        let after = sample.seen.elapsed - fault.at
        if fault.latched == nil, let code = sample.seen.latched.first {
            (fault.latched, fault.code) = (after, code)
        }
        if fault.off == nil, sample.seen.isOff, fault.latched != nil { fault.off = after }
        guard let isHot = sample.witness else { return }
        if isHot {
            fault.sawWitness = true
            fault.witnessOff = nil
        } else if fault.witnessOff == nil {
            fault.witnessOff = fault.sawWitness ? after : .zero
        }
    }
}
