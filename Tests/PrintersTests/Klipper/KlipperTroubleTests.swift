import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing
import WebSocket

struct KlipperTroubleTests {
    // MARK: Refusals and strangers

    @Test(arguments: [ConnectionEnd.refused(status: 401), .refused(status: 403)])
    func tellsARefusalAtTheDoor(end: ConnectionEnd) {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.end(end)
        #expect(bench.link?.state == .wrongAccess)
        #expect(bench.link?.trouble.contains("trusted_clients") == true)
        #expect(bench.events.map(\.isTrouble) == [true])
    }

    @Test func tellsARefusalOfAQuestionAndNeverTheKey() throws {
        var bench = FollowerBench(apiKey: "SECRET")
        bench.pass(.zero)
        bench.open()
        try bench.fail(401, "Unauthorized")
        #expect(bench.effects.first == .disconnect)
        #expect(bench.link?.state == .wrongAccess)
        #expect(bench.link?.trouble.contains("refuses the API key") == true)
        #expect(!"\(bench.news)\(bench.events)".contains("SECRET"))
        // The end of an abandoned connection is no news.
        bench.end(.closedHere)
        #expect(bench.effects.isEmpty)
        // A printer that refuses is not asked again every second.
        bench.pass(.seconds(29))
        #expect(bench.effects.isEmpty)
        bench.pass(.seconds(1))
        #expect(bench.effects == [.connect])
    }

    @Test(arguments: [
        (ConnectionEnd.unknownHost, PrinterLinkState.wrongAddress, "has no address"),
        (.unreachable, .wrongAddress, "nothing listens"),
        (.timedOut, .wrongAddress, "nothing answers"),
        (.refused(status: 404), .wrongAddress, "not Moonraker"),
        (.noWebSocket, .wrongAddress, "not Moonraker"),
        (.refused(status: 502), .failed, "502"),
        (.lost, .failed, "as soon as it is made"),
    ])
    func saysWhyThereIsNoConnection(end: ConnectionEnd, state: PrinterLinkState, word: String) {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.end(end)
        #expect(bench.link?.state == state)
        #expect(bench.link?.trouble.contains(word) == true)
        #expect(bench.link?.trouble.hasSuffix(".") == false)
        #expect(bench.events.last?.text.hasSuffix("?.") == false)
    }

    @Test(arguments: [
        "garbage", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\"}}",
    ])
    func knowsAStranger(text: String) {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.open()
        bench.receive(text)
        #expect(bench.effects.first == .disconnect)
        #expect(bench.link?.state == .wrongAddress)
        #expect(bench.link?.trouble.contains("not Moonraker") == true)
    }

    @Test func knowsAStrangerThatNeverAnswers() {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.open()
        bench.pass(KlipperTimes.answer - .milliseconds(1))
        #expect(bench.effects.isEmpty)
        bench.pass(.milliseconds(1))
        #expect(bench.link?.state == .wrongAddress)
    }

    @Test func klipperThatHangsIsNoStranger() throws {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.open()
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"ready"}"#)
        #expect(bench.question?.method == "printer.objects.list")
        bench.pass(KlipperTimes.answer)
        #expect(bench.effects.first == .disconnect)
        #expect(bench.link?.state == .failed)
        #expect(bench.link?.trouble.contains("Klipper hangs") == true)
        #expect(bench.link?.trouble.contains("not Moonraker") == false)
    }

    @Test func klipperThatHangsLaterIsCalledThatToo() throws {
        var bench = FollowerBench()
        try bench.follow()
        for _ in 0..<45 where bench.link?.state == .connected {
            bench.notify("notify_proc_stat_update", "[{}]")
            bench.pass(.seconds(1))
        }
        #expect(bench.link?.trouble.contains("Klipper hangs") == true)
    }

    @Test func bearsSomeNonsenseInBetween() throws {
        var bench = FollowerBench()
        try bench.follow()
        for _ in 1..<KlipperTimes.mostNonsense { bench.receive("{]") }
        #expect(bench.link?.state == .connected)
        bench.receive("{]")
        #expect(bench.effects.first == .disconnect)
        #expect(bench.link?.state == .failed)
    }

    // MARK: Silence and breaks

    @Test func makesASilentConnectionAnewAndSubscribesAgain() throws {
        var bench = FollowerBench()
        try bench.follow()
        bench.report(#"{"print_stats":{"state":"printing"},"heater_bed":{"target":100}}"#)
        let count = bench.bedCount
        var questions = 0
        while bench.effects.first != .disconnect {
            bench.pass(.seconds(1))
            if bench.question?.method == "printer.objects.query" { questions += 1 }
            #expect(bench.now <= Instant.zero.advanced(by: .seconds(45)))
        }
        #expect(bench.now == Instant.zero.advanced(by: .seconds(45)))
        #expect(questions == 8)
        #expect(bench.link?.state == .connecting)
        #expect(bench.link?.trouble.contains("gone silent") == true)
        // The last bed report is not repeated meanwhile: mode auto ends its heat at 60 s.
        #expect(bench.bedCount == count)
        bench.end(.closedHere)
        bench.pass(.seconds(1))
        #expect(bench.effects == [.connect])
        bench.open()
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"ready"}"#)
        try bench.answer(#"{"objects":["heater_bed"]}"#)
        #expect(bench.question?.method == "printer.objects.subscribe")
        try bench.answer(#"{"status":\#(FollowerBench.idle)}"#)
        #expect(bench.link?.state == .connected)
        #expect(bench.bed == .some(BedReport(target: Celsius(0), isPrinting: false)))
    }

    @Test func isNotDeceivedByNotificationsOfMoonrakerItself() throws {
        var bench = FollowerBench()
        try bench.follow()
        var isGivenUp = false
        for _ in 0..<45 {
            bench.pass(.seconds(1))
            if bench.effects.first == .disconnect { isGivenUp = true }
            bench.notify("notify_proc_stat_update", "[{}]")
        }
        #expect(isGivenUp)
    }

    @Test func anAnswerIsASignOfLife() throws {
        var bench = FollowerBench()
        try bench.follow()
        let count = bench.bedCount
        for _ in 0..<24 {
            bench.pass(.seconds(5))
            try bench.answer(#"{"status":{"heater_bed":{"target":0}}}"#)
        }
        #expect(bench.link?.state == .connected)
        #expect(bench.bedCount == count + 24)
    }

    @Test func triesAgainAfterLongerAndLonger() throws {
        var bench = FollowerBench()
        bench.pass(.zero)
        for seconds in [1, 2, 4, 8, 16, 30, 30, 30] {
            bench.end(.unreachable)
            bench.pass(.seconds(seconds) - .milliseconds(1))
            #expect(bench.effects.isEmpty)
            bench.pass(.milliseconds(1))
            #expect(bench.effects == [.connect])
        }
        // The same trouble is published and recorded once.
        #expect(bench.news.count == 1)
        #expect(bench.events.count == 1)
        bench.open()
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"ready"}"#)
        try bench.answer(#"{"objects":["heater_bed"]}"#)
        try bench.answer(#"{"status":\#(FollowerBench.idle)}"#)
        bench.end(.lost)
        #expect(bench.link?.state == .connecting)
        bench.pass(.seconds(1))
        #expect(bench.effects == [.connect])
    }

    @Test func forgetsWhatItAskedBefore() throws {
        var bench = FollowerBench()
        try bench.follow()
        bench.pass(.seconds(5))
        let old = try #require(bench.question?.id)
        bench.end(.lost)
        bench.pass(.seconds(1))
        bench.open()
        bench.receive(
            #"{"jsonrpc":"2.0","id":\#(old),"result":{"status":{"heater_bed":{"target":100}}}}"#
        )
        #expect(bench.effects.isEmpty)
        #expect(bench.link?.state == .connecting)
    }
}
