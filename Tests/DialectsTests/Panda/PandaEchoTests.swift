import Chamber
import Dialects
import SwitchCore
import Testing

/// Which writes are wishes and which only echo what was sent (wire contract, section 8, trap 1).
@Suite struct PandaEchoTests {
    @Test func theEchoOfAModeIsNoWish() {
        var bench = PandaBench()
        let page = bench.connect()
        #expect(bench.send(#"{"settings":{"work_mode":1}}"#, from: page) == [])
    }

    @Test func aStaleEchoDoesNotUndoAnotherClientsChange() {
        var bench = PandaBench()
        let (page, other) = (bench.connect(), bench.connect())
        bench.send(#"{"settings":{"work_mode":2}}"#, from: other)
        // The page sends back its dump before it hears of the change.
        #expect(bench.send(#"{"settings":{"work_mode":1}}"#, from: page) == [])
        #expect(bench.beat() == [page])
        #expect(bench.operation[.workMode] == 2)
        #expect(bench.send(#"{"settings":{"work_mode":2}}"#, from: page) == [])
        #expect(bench.beat() == [])
    }

    @Test func aStaleTargetDoesNotUndoAnotherClientsChange() {
        var bench = PandaBench()
        let (page, other) = (bench.connect(), bench.connect())
        bench.send(#"{"settings":{"set_temp":50}}"#, from: other)
        _ = bench.beat()
        #expect(bench.operation[.setTemperature] == 50)
        bench.snapshot.settings.target = Celsius(45)
        #expect(bench.send(#"{"settings":{"set_temp":50}}"#, from: page) == [])
    }

    @Test func aClientMayGoBackToWhatItWasToldOnceItHasChosenOtherwise() {
        var bench = PandaBench()
        let client = bench.connect()
        bench.send(#"{"settings":{"work_mode":2,"set_temp":50}}"#, from: client)
        bench.send(#"{"settings":{"work_mode":1,"set_temp":60}}"#, from: client)
        _ = bench.beat()
        #expect(bench.operation[.workMode] == 1)
        #expect(bench.operation[.setTemperature] == 60)
        // The same after its first choice has taken effect.
        bench.send(#"{"settings":{"work_mode":2}}"#, from: client)
        _ = bench.beat()
        bench.send(#"{"settings":{"work_mode":1}}"#, from: client)
        _ = bench.beat()
        #expect(bench.operation[.workMode] == 1)
    }

    @Test func aChoiceAfterAPushIsAWish() {
        var bench = PandaBench()
        let (first, second) = (bench.connect(), bench.connect())
        bench.send(#"{"settings":{"work_mode":2}}"#, from: second)
        #expect(bench.beat() == [first])
        bench.send(#"{"settings":{"work_mode":1}}"#, from: first)
        #expect(bench.beat() == [second])
        #expect(bench.operation[.workMode] == 1)
    }

    @Test func offIsNeverStale() {
        var bench = PandaBench()
        let client = bench.connect()
        bench.snapshot.settings.isOn = true
        bench.snapshot.drying.isRunning = true
        // The client still shows the power as off.
        bench.send(#"{"settings":{"isrunning":0}}"#, from: client)
        bench.send(#"{"settings":{"work_on":false}}"#, from: client)
        #expect(bench.posted == [.stopDrying, .setPower(false)])
    }

    @Test func onIsStaleWhereAnotherHasTurnedItOff() {
        var bench = PandaBench()
        bench.snapshot.settings.isOn = true
        let client = bench.connect()
        bench.send(#"{"settings":{"work_on":true}}"#, from: client)
        #expect(bench.posted == [.setPower(true)], "asking again keeps a session alive")
        _ = bench.beat()
        bench.snapshot.settings.isOn = false
        _ = bench.beat()
        bench.snapshot.settings.isOn = true
        _ = bench.beat()
        bench.snapshot.settings.isOn = false
        #expect(bench.send(#"{"settings":{"work_on":true}}"#, from: client) == [])
    }

    /// Two stock pages with a slow link: each echoes every mode it receives, late. Whatever the
    /// delay, the mode stays the one that a person chose.
    @Test(arguments: [0, 1, 2, 3, 5, 9])
    func twoSlowPagesDoNotToggleTheModeForEver(delay: Int) {
        var bench = PandaBench()
        let pages = [bench.connect(), bench.connect()]
        var echoes: [(due: Int, page: Int, mode: Int)] = pages.map { (delay, $0, 1) }
        var changes = 0
        for step in 0..<200 {
            if step == delay + 1 { bench.send(#"{"settings":{"work_mode":2}}"#, from: pages[0]) }
            if step == delay + 2 { bench.send(#"{"settings":{"work_mode":3}}"#, from: pages[1]) }
            for echo in echoes where echo.due == step {
                bench.send("{\"settings\":{\"work_mode\":\(echo.mode)}}", from: echo.page)
            }
            let before = bench.operation[.workMode]
            for page in bench.beat() {
                echoes.append((step + 1 + delay, page, bench.operation[.workMode]))
            }
            if bench.operation[.workMode] != before { changes += 1 }
        }
        #expect(bench.operation[.workMode] == 3)
        #expect(changes <= 2)
    }
}
