import Testing
import hearth_prove

@Suite struct TableTests {
    @Test func numbersStandAtTheRightAndWordsAtTheLeft() {
        var table = TextTable(["what", "s", "why"], left: [0, 2])
        table.add(["a", "10.0", ""])
        table.add(["longer", "9", "x"])
        #expect(
            table.lines == [
                "what       s  why", "------  ----  ---", "a       10.0", "longer     9  x",
            ]
        )
    }

    @Test func medianAndP95AreValuesThatWereMeasured() {
        let spread = Spread((1...20).map(Double.init).reversed())
        #expect(spread.median == 10)
        #expect(spread.p95 == 19)
        #expect(spread.worst == 20)
        #expect(Spread([]).median == nil)
    }

    @Test func aTallyNamesTheMostFrequentFirst() {
        #expect(Tally(["b", "a", "b"]).words() == "b 2, a 1")
        #expect(Tally(["a", "a"]).words() == "a")
        #expect(Tally([]).words() == "")
    }
}
