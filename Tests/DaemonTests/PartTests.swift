import Daemon
import Testing

@Suite struct PartTests {
    /// What happened, in order.
    private final class Diary {
        var lines: [String] = []
    }

    private func part(_ name: String, _ diary: Diary, failure: StartError? = nil) -> Part {
        Part(
            start: { () throws(StartError) in
                if let failure { throw failure }
                diary.lines.append("\(name) starts")
            },
            stop: { diary.lines.append("\(name) stops") }
        )
    }

    @Test func partsStartInOrderAndStopInReverse() throws {
        let diary = Diary()
        let parts = ["store", "server", "beat"].map { part($0, diary) }
        let answer = try Part.run(parts) {
            diary.lines.append("the work is done")
            return 7
        }
        #expect(answer == 7)
        #expect(
            diary.lines == [
                "store starts", "server starts", "beat starts", "the work is done", "beat stops",
                "server stops", "store stops",
            ]
        )
    }

    @Test func aPartThatCannotStartStopsThoseBeforeIt() {
        let diary = Diary()
        let parts = [
            part("store", diary), part("server", diary),
            part("links", diary, failure: StartError("no thread")), part("beat", diary),
        ]
        #expect(throws: StartError("no thread")) {
            try Part.run(parts) { diary.lines.append("the work is done") }
        }
        #expect(
            diary.lines == ["store starts", "server starts", "server stops", "store stops"]
        )
    }

    @Test func aStopThatTakesItsTimeHoldsBackTheNext() throws {
        let diary = Diary()
        let cooling = Part(
            start: {},
            stop: {
                for step in 1...3 { diary.lines.append("cooling, step \(step)") }
                diary.lines.append("beat stops")
            }
        )
        try Part.run([part("server", diary), cooling]) {}
        #expect(
            diary.lines == [
                "server starts", "cooling, step 1", "cooling, step 2", "cooling, step 3",
                "beat stops", "server stops",
            ]
        )
    }

    @Test func withoutPartsTheWorkIsDone() throws {
        let answer = try Part.run([]) { "done" }
        #expect(answer == "done")
    }
}
