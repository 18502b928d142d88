import Chamber
import Plant
import Testing
import hearth_prove

@Suite struct PropertyTests {
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func everyRandomScenarioCanBeRead(seed: UInt64) throws {
        let lines = RandomScenario.lines(seed: seed, tenths: 100_000)
        #expect(lines.count > 20)
        let text = lines.map(\.text).joined(separator: "\n")
        #expect(try Scenario(parsing: text).entries.count == lines.count)
    }

    @Test func aSeedGivesTheSameScenarioAndTheSameRun() throws {
        let lines = RandomScenario.lines(seed: 5, tenths: 20_000)
        #expect(lines == RandomScenario.lines(seed: 5, tenths: 20_000))
        #expect(lines != RandomScenario.lines(seed: 6, tenths: 20_000))
        let first = try PropertyRun(lines, plant: PlantParameters())
        let second = try PropertyRun(lines, plant: PlantParameters())
        #expect(first.fingerprint == second.fingerprint)
        #expect(first.steps == 20_000)
    }
}
