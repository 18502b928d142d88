import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing
import WebSocket

private let prusaPrinting =
    #"{"job":{"id":42,"progress":50.0,"time_remaining":120},"#
    + #""printer":{"state":"PRINTING","temp_bed":60.1,"target_bed":85.0}}"#
private let prusaJob =
    #"{"id":42,"state":"PRINTING","file":{"name":"A~1.BGC","display_name":"a.bgcode"}}"#

@Suite struct PrusaLinkTests {
    private static let challenge = #"Digest realm="Printer API", nonce="dcf22b5a", stale="false""#

    @Test func oneQuestionSaysAllButTheFile() {
        var bench = WebBench(.prusaLink)
        #expect(bench.asked?.request.path == "/p/api/v1/status")
        #expect(bench.header("X-Api-Key") == "key")
        bench.answer(prusaPrinting)
        #expect(bench.asked?.request.path == "/p/api/v1/job")
        bench.answer(prusaJob)
        #expect(bench.bed == .some(BedReport(target: Celsius(85), isPrinting: true)))
        #expect(bench.shown?.file == "a.bgcode")
        #expect(bench.shown?.progress == 0.5)
        bench.pass(.seconds(3))
        bench.answer(prusaPrinting)
        #expect(bench.asked == nil, "the job's file is known")
        #expect(bench.shown?.file == "a.bgcode")
    }

    @Test func theFileOfAnotherJobIsNotThisOnes() {
        var bench = WebBench(.prusaLink)
        bench.answer(prusaPrinting)
        bench.answer(#"{"id":41,"file":{"display_name":"old.bgcode"}}"#)
        #expect(bench.shown?.file == "")
        bench.pass(.seconds(3))
        bench.answer(prusaPrinting)
        #expect(bench.asked?.question == .job)
        bench.answer("", status: 204)
        #expect(bench.bed??.isPrinting == true)
    }

    private static let states: [(word: String, isPrinting: Bool)] = [
        ("IDLE", false), ("BUSY", false), ("PRINTING", true), ("PAUSED", true),
        ("FINISHED", false), ("STOPPED", false), ("ERROR", false), ("ATTENTION", false),
        ("READY", false), ("DREAMING", false),
    ]

    @Test(arguments: states.indices)
    func onlyAPrintHeats(row: Int) {
        let (word, isPrinting) = Self.states[row]
        var bench = WebBench(.prusaLink)
        bench.answer(#"{"printer":{"state":"\#(word)","target_bed":90}}"#)
        #expect(bench.bed == .some(BedReport(target: Celsius(90), isPrinting: isPrinting)))
    }

    @Test func aPasswordIsProvedAndNotSent() {
        var bench = WebBench(.prusaLink, user: "maker", secret: "swordfish")
        #expect(bench.asked?.headers.isEmpty == true)
        bench.answer("", status: 401, challenge: Self.challenge)
        #expect(bench.asked?.request.path == "/p/api/v1/status")
        #expect(bench.header("Authorization")?.hasPrefix(#"Digest username="maker""#) == true)
        #expect(bench.header("Authorization")?.contains(#"uri="/p/api/v1/status""#) == true)
        #expect(bench.header("Authorization")?.contains("swordfish") == false)
        bench.answer(prusaPrinting)
        #expect(bench.header("Authorization")?.contains(#"uri="/p/api/v1/job""#) == true)
        bench.answer(prusaJob)
        #expect(bench.link?.state == .connected)
        bench.pass(.seconds(3))
        bench.answer("", status: 401, challenge: Self.challenge)
        #expect(bench.asked?.question == .status, "the nonce was too old")
    }

    @Test func aRefusedDigestIsNotTriedAgainAtOnce() {
        var bench = WebBench(.prusaLink, user: "maker", secret: "wrong")
        bench.answer("", status: 401, challenge: Self.challenge)
        bench.answer("", status: 401, challenge: Self.challenge)
        #expect(bench.asked == nil)
        #expect(bench.link?.state == .wrongAccess)
        #expect(bench.link?.trouble.contains("maker") == true)
        #expect(bench.link?.trouble.contains("wrong\"") == false)
        bench.pass(.milliseconds(29_999))
        #expect(bench.asked == nil)
        bench.pass(.milliseconds(1))
        #expect(bench.asked != nil)
    }

    @Test func aKeyThatIsRefusedSaysHow() {
        var bench = WebBench(.prusaLink)
        bench.answer("", status: 401, challenge: Self.challenge)
        #expect(bench.link?.state == .wrongAccess)
        #expect(bench.link?.trouble.contains("--user maker") == true)
    }

    @Test func commandsNameTheJob() {
        var bench = WebBench(.prusaLink)
        bench.answer(prusaPrinting)
        bench.answer(prusaJob)
        bench.step(.command(.pause, ticket: 1))
        #expect(bench.asked?.request.path == "/p/api/v1/job/42/pause")
        #expect(bench.asked?.request.method == .put)
        bench.answer("", status: 204)
        #expect(bench.answers == [.done])
        bench.step(.command(.stop, ticket: 2))
        #expect(bench.asked?.request.method == .delete)
        bench.answer("", status: 409)
        #expect(bench.answers == [.refused("PrusaLink refused it (status 409)")])
        bench.step(.command(.gcode("M105"), ticket: 3))
        #expect(bench.asked == nil)
        #expect(bench.answers.count == 1)
    }
}
