import Chamber
import Plant
import System
import Threads

/// Runs random scenarios against every invariant until the given number of steps is judged.
struct PropertyProof {
    /// Two hours, in tenths of a second: long enough to warm up, short enough to reduce.
    private static let tenthsPerScenario = 72_000

    /// The result of one scenario.
    private struct Result: Sendable {
        let seed: UInt64
        let run: PropertyRun
        /// Whether a second run had the same fingerprint; `true` also where there was only one run.
        let isRepeated: Bool
    }

    private(set) var hasFailed = false
    private(set) var lines: [String] = []

    init(steps: Int, seed: UInt64, threads: Int) throws(SystemError) {
        let count = max(1, (steps + Self.tenthsPerScenario - 1) / Self.tenthsPerScenario)
        let length = min(steps, Self.tenthsPerScenario)
        let results = try Workers.map(count: count, threads: threads) { index in
            Self.live(seed: seed &+ UInt64(index), tenths: length)
        }
        let judged = results.compactMap { $0 }
        let codes = Tally(judged.flatMap { $0.run.latches.map(\.word) })
        lines.append(
            "\(judged.reduce(0) { $0 + $1.run.steps }) steps in \(judged.count) scenarios, heating in "
                + "\(judged.reduce(0) { $0 + $1.run.heatingSteps }) of them"
        )
        lines.append("latched: \(codes.words())")
        if let bad = judged.first(where: { $0.run.violation != nil }) {
            report(bad, tenths: length)
        } else if let bad = judged.first(where: { !$0.isRepeated }) {
            hasFailed = true
            lines.append("Seed \(bad.seed): the same scenario gave other outputs the second time.")
        } else if judged.count < count {
            hasFailed = true
            lines.append("\(count - judged.count) scenarios could not be read.")
        } else {
            lines.append("Every invariant held.")
        }
    }

    /// The nominal plant for even seeds, so that a violation is easy to reproduce.
    private static func plant(seed: UInt64) -> PlantParameters {
        seed % 2 == 0 ? PlantParameters() : RandomPlants.plant(seed: seed)
    }

    private static func live(seed: UInt64, tenths: Int) -> Result? {
        let lines = RandomScenario.lines(seed: seed, tenths: tenths)
        do throws(ScenarioError) {
            let run = try PropertyRun(lines, plant: plant(seed: seed))
            // Invariant 4 costs a second run, so only one scenario in eight runs twice.
            let again = seed % 8 == 0 ? try PropertyRun(lines, plant: plant(seed: seed)) : run
            return Result(
                seed: seed,
                run: run,
                isRepeated: run.fingerprint == again.fingerprint
            )
        } catch {
            return nil
        }
    }

    private mutating func report(_ bad: Result, tenths: Int) {
        hasFailed = true
        guard let violation = bad.run.violation else { return }
        lines.append("Seed \(bad.seed) breaks an invariant: \(violation.text). Reduced:")
        lines += Self.reduced(seed: bad.seed, tenths: tenths, violation)
    }

    /// The smallest scenario that violates the same invariant, as a file for `hearth simulate`.
    private static func reduced(
        seed: UInt64,
        tenths: Int,
        _ violation: PropertyRun.Violation
    ) -> [String] {
        let whole = RandomScenario.lines(seed: seed, tenths: tenths)
        let isNominal = fails(whole, PlantParameters(), violation.text)
        let plant = isNominal ? PlantParameters() : plant(seed: seed)
        var reducer = ScenarioReducer { fails($0, plant, violation.text) }
        let smallest = reducer.reduce(whole)
        let text = Self.violation(smallest, plant)?.text ?? violation.text
        return ["", "# breaks: \(text)"] + smallest.map(\.text)
            + (isNominal ? [] : ["", "# on this plant:"] + PlantFile.lines(of: plant)) + [""]
    }

    private static func fails(
        _ lines: [ScenarioLine],
        _ plant: PlantParameters,
        _ text: String
    ) -> Bool {
        violation(lines, plant).map { sameKind($0.text, text) } ?? false
    }

    private static func violation(
        _ lines: [ScenarioLine],
        _ plant: PlantParameters
    ) -> PropertyRun.Violation? {
        do throws(ScenarioError) {
            return try PropertyRun(lines, plant: plant).violation
        } catch {
            return nil
        }
    }

    /// Compares without digits: the numbers in a violation differ from run to run.
    private static func sameKind(_ left: String, _ right: String) -> Bool {
        left.filter { !$0.isNumber } == right.filter { !$0.isNumber }
    }
}
