import Chamber
import Plant
import SwitchCore
import Testing
import hearth_prove

@Suite struct ScenarioReducerTests {
    private static let end = ScenarioLine(tenths: 10_000, "end")

    @Test func onlyTheLinesThatMatterAreLeft() {
        let lines = (0..<50).map { ScenarioLine(tenths: $0 * 100, "line \($0)") } + [Self.end]
        var reducer = ScenarioReducer { lines in
            let words = lines.map(\.words)
            return words.contains("line 7") && words.contains("line 31")
        }
        #expect(reducer.reduce(lines).map(\.text) == ["0.0s line 7", "0.0s line 31", "0.0s end"])
    }

    @Test func timeThatMattersStays() {
        let lines = [
            ScenarioLine(tenths: 300, "first"), ScenarioLine(tenths: 9_000, "second"), Self.end,
        ]
        var reducer = ScenarioReducer { lines in
            guard let first = lines.first(where: { $0.words == "first" }),
                let second = lines.first(where: { $0.words == "second" })
            else { return false }
            return second.tenths - first.tenths >= 60
        }
        let reduced = reducer.reduce(lines)
        #expect(reduced.map(\.words) == ["first", "second", "end"])
        #expect(reduced[0].tenths == 0)
        #expect((60...100).contains(reduced[1].tenths))
    }

    @Test func theBudgetEndsAReductionThatWouldNot() {
        var runs = 0
        let lines = (0..<500).map { ScenarioLine(tenths: $0, "line \($0)") } + [Self.end]
        var reducer = ScenarioReducer(budget: 30) { _ in
            runs += 1
            return runs % 2 == 0
        }
        _ = reducer.reduce(lines)
        #expect(runs == 30)
    }

    /// A rule that is wrong on purpose: nothing is ever heated with the door open.
    @Test func aPlantedDefectIsReducedToWhatSetsItOff() throws {
        let planted: PropertyRun.Extra = { moment in
            moment.plant.isDoorOpen && moment.command.heater > .off ? "heat by an open door" : nil
        }
        let found = try (1...40 as ClosedRange<UInt64>).lazy.map { seed in
            let lines = RandomScenario.lines(seed: seed, tenths: 12_000)
            let run = try PropertyRun(lines, plant: PlantParameters(), extra: planted)
            return (lines, run.violation)
        }.first { $0.1?.text == "heat by an open door" }
        let (lines, _) = try #require(found)
        var reducer = ScenarioReducer { lines in
            do throws(ScenarioError) {
                let run = try PropertyRun(lines, plant: PlantParameters(), extra: planted)
                return run.violation?.text == "heat by an open door"
            } catch {
                return false
            }
        }
        let reduced = reducer.reduce(lines)
        #expect(reduced.count <= 4, "\(reduced.map(\.text))")
        #expect(reduced.contains { $0.words == "door open" })
        #expect(reduced.last?.words == "end")
        // The result is a valid scenario file.
        let text = reduced.map(\.text).joined(separator: "\n")
        #expect(try Scenario(parsing: text).entries.count == reduced.count)
    }
}
