import Chamber
import Dialects
import Links
import Surroundings
import SwitchCore
import Testing

@Suite struct BrokerCommandTests {
    @Test func aCommandIsAWishWithALease() {
        var bench = SessionBench { $0.lease = .seconds(30) }
        _ = bench.settle()
        let actions = bench.receive("hearth/0123456789ab/set/mode", "heat")
        #expect(actions.wishes == [.run(.alwaysOn), .renewLease])
        guard case .post(let envelope) = actions.first else {
            Issue.record("no wish")
            return
        }
        #expect(envelope.lease == .seconds(30))
        #expect(envelope.requester == Requester(.homeAssistant))
    }

    @Test func whatTheBrokerKeptIsIgnoredAndSaid() {
        var bench = SessionBench { $0.speaksStock = true }
        _ = bench.settle()
        let first = bench.receive("hearth/0123456789ab/set/mode", "heat", isRetained: true)
        #expect(first.wishes == [])
        #expect(first.notes.count == 1)
        let stock = bench.receive(
            "panda_breath/0123456789AB/command",
            #"{"work_on":"ON"}"#,
            isRetained: true
        )
        #expect(stock.wishes == [])
        let beat = bench.receive("hearth/0123456789ab/heartbeat", "", isRetained: true)
        #expect(beat.wishes == [])
    }

    // MARK: What is told of a printer

    private let reports = "hearth/0123456789ab/set/printer_report"
    private let printing = #"{"state":"printing","bed_target_c":100,"age_s":12}"#

    private func toldBench() -> SessionBench {
        var bench = SessionBench()
        (bench.device.profile.printerKind, bench.device.profile.toldName) = (.told, "Rat")
        _ = bench.settle()
        return bench
    }

    @Test func aReportOfThePrinterIsHandedOnAndRenewsNoLease() {
        var bench = toldBench()
        bench.hold()
        var report = ToldReport(.printing)
        (report.bedTarget, report.age) = (Celsius(100), .seconds(12))
        #expect(bench.receive(reports, printing) == [.tell(report)])
        #expect(bench.connect().contains(.subscribe(reports)))
    }

    @Test func aReportThatTheBrokerKeptIsOfNoKnownAge() {
        var bench = toldBench()
        let effects = bench.receive(reports, printing, isRetained: true)
        #expect(effects.count == 1)
        #expect(effects.notes.first?.contains("nobody knows how old it is") == true)
    }

    @Test(arguments: [
        #"{"state":"printing","age_s":60}"#, #"{"state":"melting"}"#, "printing",
        #"{"state":"printing","bed":1}"#,
    ])
    func aReportThatIsNotUnderstoodChangesNothingAndIsSaid(body: String) {
        var bench = toldBench()
        let effects = bench.receive(reports, body)
        #expect(effects.count == 1)
        #expect(effects.notes.first?.hasPrefix("Ignored what was told of the printer") == true)
    }

    @Test func aReportWithoutAPrinterThatIsToldOfIsRefused() {
        var bench = SessionBench()
        _ = bench.settle()
        let effects = bench.receive(reports, printing)
        #expect(effects.count == 1)
        #expect(effects.notes.first?.contains("hearth printer bind told NAME") == true)
    }

    @Test func nonsenseIsSaidOnceAMinute() {
        var bench = SessionBench()
        _ = bench.settle()
        let topic = "hearth/0123456789ab/set/mode"
        #expect(bench.receive(topic, "lukewarm\u{1b}[0m").notes.count == 1)
        #expect(bench.receive(topic, "tepid").notes == [])
        _ = bench.pass(.minutes(1))
        let again = bench.receive(topic, "warm\u{7}")
        #expect(again.notes.first?.contains("\"warm\"") == true)
        #expect(again.wishes == [])
    }

    @Test func aFloodIsCutAndOthersAreServedAfterIt() {
        var bench = SessionBench()
        _ = bench.settle()
        let topic = "hearth/0123456789ab/set/temperature"
        var granted = 0
        for _ in 0..<1_000 where !bench.receive(topic, "50").wishes.isEmpty { granted += 1 }
        #expect(granted == 20)
        _ = bench.pass(.seconds(1))
        #expect(
            bench.receive("hearth/0123456789ab/set/mode", "off").wishes.first == .setPower(false)
        )
    }

    @Test func aDialectThatIsOffIsNotHeeded() {
        var bench = SessionBench()
        _ = bench.settle()
        #expect(
            bench.receive("panda_breath/0123456789AB/command", #"{"work_on":"ON"}"#).wishes == []
        )
    }

    // MARK: The lease

    @Test func echoesRenewWhileTheLeaseIsOurs() {
        var bench = SessionBench()
        _ = bench.settle()
        #expect(bench.pass(.seconds(20)).published.allSatisfy { $0.topic != bench.settings.echo })
        bench.hold()
        let asked = bench.pass(.milliseconds(100)).published.filter {
            $0.topic == bench.settings.echo
        }
        #expect(asked.count == 1)
        #expect(bench.receive(bench.settings.echo, asked[0].text ?? "").wishes == [.renewLease])
        #expect(bench.receive(bench.settings.echo, asked[0].text ?? "").wishes == [], "once only")
        #expect(bench.receive(bench.settings.echo, "77").wishes == [], "not ours")
    }

    @Test func theSessionIsRenewedWhereTheOwnerSaysSo() {
        var bench = SessionBench {
            $0.renewal = .heartbeat
            $0.renewsSession = true
        }
        _ = bench.settle()
        bench.hold()
        #expect(bench.receive("hearth/0123456789ab/heartbeat", "").wishes == [.renewSession])
        var other = SessionBench { $0.renewsSession = true }
        _ = other.settle()
        other.hold()
        let echo = other.pass(.seconds(20)).published.last { $0.topic == other.settings.echo }
        #expect(other.receive(other.settings.echo, echo?.text ?? "").wishes == [.renewSession])
    }

    @Test func aLeaseIsAskedAboutFourTimesInItsTerm() {
        var bench = SessionBench()
        _ = bench.settle()
        bench.hold()
        var echoes = 0
        for _ in 0..<600 {
            let messages = bench.pass(.milliseconds(100)).published
            echoes += messages.filter { $0.topic == bench.settings.echo }.count
        }
        #expect((4...5).contains(echoes))
    }

    @Test func nothingRenewsWhileTheConnectionIsLost() {
        var bench = SessionBench()
        _ = bench.settle()
        bench.hold()
        _ = bench.session.step(.lost, at: bench.now)
        for _ in 0..<600 { #expect(bench.pass(.milliseconds(100)) == []) }
        #expect(bench.receive(bench.settings.echo, "1").wishes == [])
    }

    @Test func homeAssistantThatHasGoneRenewsNothingUntilItIsBack() {
        var bench = SessionBench()
        _ = bench.settle()
        bench.hold()
        #expect(bench.receive("homeassistant/status", "offline").notes.count == 1)
        let echo = bench.pass(.milliseconds(100)).published.last { $0.topic == bench.settings.echo }
        #expect(bench.receive(bench.settings.echo, echo?.text ?? "").wishes == [])
        _ = bench.receive("homeassistant/status", "online", isRetained: true)
        let second = bench.pass(.seconds(20)).published.last { $0.topic == bench.settings.echo }
        #expect(bench.receive(bench.settings.echo, second?.text ?? "").wishes == [], "kept words")
        #expect(
            bench.receive("homeassistant/status", "online").wishes == [.renewLease],
            "at once"
        )
        let third = bench.pass(.seconds(20)).published.last { $0.topic == bench.settings.echo }
        #expect(bench.receive(bench.settings.echo, third?.text ?? "").wishes == [.renewLease])
    }

    @Test func withHeartbeatsOnlyTheyAndCommandsRenew() {
        var bench = SessionBench { $0.renewal = .heartbeat }
        _ = bench.settle()
        bench.hold()
        for _ in 0..<600 {
            let messages = bench.pass(.milliseconds(100)).published
            #expect(messages.allSatisfy { $0.topic != bench.settings.echo })
        }
        #expect(bench.receive("hearth/0123456789ab/heartbeat", "").wishes == [.renewLease])
    }

    @Test func heatOfOthersIsNotAskedAbout() {
        var bench = SessionBench()
        _ = bench.settle()
        bench.hold(lease: false)
        let messages = bench.pass(.seconds(20)).published
        #expect(messages.allSatisfy { $0.topic != bench.settings.echo })
    }
}
