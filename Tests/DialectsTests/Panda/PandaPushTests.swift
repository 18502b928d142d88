import Chamber
import Dialects
import Surroundings
import SwitchCore
import Testing

/// Which client receives what, and when (wire contract, sections 3 and 4).
@Suite struct PandaPushTests {
    @Test func aChangeIsToldToEveryoneButItsWriter() {
        var bench = PandaBench()
        let (first, second, third) = (bench.connect(), bench.connect(), bench.connect())
        bench.send(#"{"settings":{"set_temp":55}}"#, from: second)
        #expect(bench.beat() == [first, third])
        #expect(bench.beat() == [])
    }

    @Test func aChangeByNoClientIsToldToAll() {
        var bench = PandaBench()
        let clients = [bench.connect(), bench.connect()]
        bench.snapshot.settings.isOn = true
        #expect(bench.beat() == clients)
        #expect(bench.beat() == [])
    }

    @Test func anEqualWriteIsToldToNobody() {
        var bench = PandaBench()
        let first = bench.connect()
        _ = bench.connect()
        bench.send(#"{"settings":{"set_temp":60,"filtertemp":30,"work_mode":1}}"#, from: first)
        #expect(bench.beat() == [])
    }

    @Test func aClampedValueIsToldToItsWriterToo() {
        var bench = PandaBench()
        let (first, second) = (bench.connect(), bench.connect())
        bench.send(#"{"settings":{"set_temp":55}}"#, from: first)
        #expect(bench.beat() == [second])
        bench.send(#"{"settings":{"set_temp":80}}"#, from: first)
        #expect(bench.beat() == [first, second])
        #expect(bench.operation[.setTemperature] == 60)
        // It was at the limit already: only the writer shows something else.
        bench.send(#"{"settings":{"set_temp":80}}"#, from: second)
        #expect(bench.beat() == [second])
    }

    @Test func aRefusedWriteIsToldToItsWriter() {
        var bench = PandaBench()
        let first = bench.connect()
        _ = bench.connect()
        guard
            case .post(let envelope)? =
                bench.send(#"{"settings":{"work_on":true}}"#, from: first).first
        else {
            Issue.record("no wish")
            return
        }
        // The queue was full, or a fault is latched.
        _ = bench.sessions[first].step(.decided(envelope.ticket), at: bench.now)
        #expect(bench.told() == [first])
    }

    @Test func theWriterIsNotToldWhatItsWriteEntails() {
        var bench = PandaBench()
        let (first, second) = (bench.connect(), bench.connect())
        bench.send(#"{"settings":{"filament_timer":6}}"#, from: first)
        #expect(bench.beat() == [second])
        #expect(bench.operation[.remainingSeconds] == 6 * 3600)
        bench.send(#"{"settings":{"work_mode":3,"isrunning":1,"work_on":true}}"#, from: first)
        #expect(bench.beat() == [second])
        #expect(bench.operation[.workMode] == 3)
        bench.send(#"{"settings":{"work_on":false}}"#, from: first)
        #expect(bench.beat() == [second])
        #expect(bench.operation[.isRunning] == 0)
    }

    @Test func whatAnotherClientChangedMeanwhileTheWriterIsTold() {
        var bench = PandaBench()
        let (first, second) = (bench.connect(), bench.connect())
        bench.send(#"{"settings":{"set_temp":55}}"#, from: first)
        bench.send(#"{"settings":{"filtertemp":30,"set_temp":50}}"#, from: second)
        // Both wrote the same field; the later one holds.
        #expect(bench.beat() == [first])
        #expect(bench.operation[.setTemperature] == 50)
    }

    @Test func anUndecidedWriteHoldsPushesBackButNotForEver() {
        var bench = PandaBench()
        let first = bench.connect()
        bench.send(#"{"settings":{"set_temp":55}}"#, from: first)
        // The controller has not decided: the value is still 60, and sending it would reset the
        // page.
        #expect(bench.told() == [])
        bench.now = bench.now.advanced(by: .milliseconds(999))
        #expect(bench.told() == [])
        bench.now = bench.now.advanced(by: .milliseconds(1))
        #expect(bench.told() == [first])
    }

    @Test func aCountdownIsToldWhenItBeginsAndNotEachSecond() {
        var bench = PandaBench()
        let client = bench.connect()
        bench.snapshot.settings.isOn = true
        bench.snapshot.settings.mode = .drying
        bench.snapshot.drying.isRunning = true
        bench.snapshot.drying.remaining = .hours(6)
        #expect(bench.beat() == [client])
        for _ in 0..<100 {
            bench.snapshot.drying.remaining -= .milliseconds(100)
            #expect(bench.beat() == [])
        }
        // Another client reloads the page.
        bench.snapshot.drying.remaining = .hours(8)
        #expect(bench.beat() == [client])
        bench.snapshot.drying.isRunning = false
        #expect(bench.beat() == [client])
    }

    @Test func thePrinterKindIsToldToTheOthersOnceItHasChanged() {
        var bench = PandaBench()
        let (first, second) = (bench.connect(), bench.connect())
        let effects = bench.send(#"{"settings":{"printer_type":2}}"#, from: first)
        #expect(
            effects == [
                .postDevice(.setPrinterKind(.klipper)),
                .send(Array(#"{"settings":{"printer_type":2}}"#.utf8)),
                .send(PandaResponse(.printerKind, isDone: true).encoded()),
            ]
        )
        #expect(bench.beat() == [])
        bench.device.profile.printerKind = .klipper
        #expect(bench.beat() == [second])
    }

    @Test func nothingReachesAClientBeforeItsDump() {
        var bench = PandaBench()
        var session = PandaSession(number: 9)
        bench.snapshot.settings.isOn = true
        #expect(!session.isOpen)
        let early = session.step(.beat(bench.operation, 5), at: bench.now)
        #expect(early == [])
        let message = PandaMessage(
            parsing: Array(#"{"sta":{"hostname":"x"},"query":1}"#.utf8),
            device: bench.device
        )
        let effects = session.step(
            .received(message, bench.operation, ticket: { 1 }),
            at: bench.now
        )
        #expect(effects == [.postDevice(.setHostname("x"), ticket: 1)])
        let answers = session.step(.decidedDevice(1, isDone: true), at: bench.now)
        #expect(answers == [], "it waits for the dump")
        let held = session.step(.dumped(bench.operation), at: bench.now)
        #expect(held == [.send(PandaResponse(.setHostname, isDone: true).encoded())])
        let again = session.step(.dumped(bench.operation), at: bench.now)
        #expect(again == [])
    }

    @Test func aClientThatWritesBeforeItsDumpHasItsWish() {
        var bench = PandaBench()
        bench.sessions.append(PandaSession(number: 1))
        bench.send(#"{"settings":{"work_on":true,"work_mode":2}}"#, from: 0)
        #expect(bench.posted == [.setMode(.alwaysOn), .setPower(true)])
    }

    @Test func aQueryIsAnsweredWithTheDumpToThatClient() {
        var bench = PandaBench()
        let client = bench.connect()
        #expect(bench.send(#"{"query":1}"#, from: client) == [.sendDump])
        #expect(bench.send(#"{"get_settings":1}"#, from: client) == [.sendDump])
    }

    @Test func aHeaterFaultIsToldOncePerClientAndFault() {
        var bench = PandaBench()
        let (first, second) = (bench.connect(), bench.connect())
        func told(_ bench: inout PandaBench, _ fault: FaultNumber?) -> [Int] {
            let beat = PandaSession.Event.beat(bench.operation, fault)
            return bench.sessions.indices.filter {
                bench.sessions[$0].step(beat, at: bench.now) == [.sendFault]
            }
        }
        #expect(told(&bench, nil) == [])
        #expect(told(&bench, 3) == [first, second])
        #expect(told(&bench, 3) == [])
        let third = bench.connect()
        #expect(told(&bench, 3) == [third])
        #expect(told(&bench, nil) == [])
        #expect(told(&bench, 4) == [first, second, third])
    }
}
