import Chamber
import MQTT
import Printers
import Surroundings
import SwitchCore
import TLS
import Testing

/// What a link to a printer does when, with the test's clock.
@Suite struct BambuMachineTests {
    private static let running = #""gcode_state":"RUNNING","bed_target_temper":100"#

    @Test func itSubscribesAndAsksForEverythingOnce() {
        var bench = BambuBench()
        bench.step(.begin)
        #expect(bench.connections == [.firstUse(commonName: BambuBench.serial)])
        #expect(bench.link?.state == .connecting)
        bench.step(.connected(certificate: BambuBench.certificate))
        #expect(bench.effects.first == .subscribe(topic: BambuBench.reportTopic))
        #expect(
            bench.requests == [
                #"{"info":{"sequence_id":"700","command":"get_version"}}"#,
                #"{"pushing":{"sequence_id":"701","command":"pushall","version":1,"push_target":1}}"#,
            ]
        )
        #expect(bench.link == nil, "connected is only who reports")
        bench.report(Self.running)
        #expect(bench.link?.state == .connected)
    }

    @Test func eachConnectionAsksForOneFullReport() {
        var bench = BambuBench.reporting(Self.running)
        for _ in 0..<3 {
            bench.step(.ended(.lost("reset")))
            bench.wait(.seconds(1))
            #expect(!bench.connections.isEmpty)
            bench.step(.connected(certificate: BambuBench.certificate))
            #expect(bench.requests.filter { $0.contains("pushall") }.count == 1)
            bench.report(Self.running)
        }
    }

    @Test func withinAConnectionAFullReportIsAskedForOncePerFiveMinutes() {
        var bench = BambuBench.connected()
        bench.report(#""msg":1,"# + Self.running)
        // Silent for a minute: it is asked to begin again, and a full report is owed.
        bench.wait(.seconds(60))
        #expect(bench.requests.last?.contains(#""command":"start""#) == true)
        for _ in 0..<239 {
            bench.report(#""msg":1"#)
            bench.wait(.seconds(1))
            #expect(bench.requests.isEmpty)
        }
        bench.report(#""msg":1"#)
        bench.wait(.seconds(1))
        #expect(bench.requests.filter { $0.contains("pushall") }.count == 1)
    }

    @Test func aBrokenConnectionKeepsTheLastReportForItsMinute() {
        var bench = BambuBench.reporting(Self.running)
        bench.step(.ended(.lost("reset")))
        #expect(bench.bed == nil)
        #expect(bench.link?.state == .connecting)
        bench.wait(.milliseconds(59_999))
        #expect(bench.bed == nil)
        bench.wait(.milliseconds(1))
        #expect(bench.bed == .some(nil))
    }

    @Test func aBreakOfThreeSecondsCostsNoHeat() {
        var bench = BambuBench.reporting(Self.running)
        bench.step(.ended(.lost("reset")))
        bench.wait(.seconds(1))
        bench.step(.ended(.unreachable("Connection refused")))
        bench.wait(.seconds(2))
        bench.step(.connected(certificate: BambuBench.certificate))
        #expect(bench.bed == nil)
        bench.report(#""msg":0,"# + Self.running)
        #expect(bench.bed == BedReport(target: Celsius(100), isPrinting: true))
    }

    @Test func aDeltaAfterAGapIsNotPutOnTopOfWhatWasBefore() {
        var bench = BambuBench.reporting(Self.running)
        bench.step(.ended(.lost("reset")))
        bench.wait(.seconds(1))
        bench.step(.connected(certificate: BambuBench.certificate))
        bench.report(#""msg":1,"bed_temper":90"#)
        #expect(bench.bed == nil, "it may have finished meanwhile")
    }

    @Test func anotherMachineAtTheAddressEndsWhatIsKnown() {
        var bench = BambuBench.reporting(Self.running)
        bench.step(.ended(.lost("reset")))
        let refusal = TLSRefusal.changed(expected: "a", found: "b")
        bench.step(.ended(.untrusted(refusal)))
        #expect(bench.bed == .some(nil))
    }

    @Test func anAccessCodeThatHasWorkedIsTriedEveryFiveMinutes() {
        var bench = BambuBench.connected()
        bench.report(Self.running)
        #expect(bench.news.contains(.accepted(serial: BambuBench.serial.lowercased())))
        bench.step(.ended(.lost("reset")))
        bench.wait(.seconds(1))
        for _ in 0..<3 {
            bench.step(.ended(.refused(.notAuthorized)))
            bench.wait(.seconds(299))
            #expect(bench.connections.isEmpty)
            bench.wait(.seconds(1))
            #expect(bench.connections.count == 1)
        }
        // And after a restart of this program.
        var later = BambuBench(codeHasWorked: true)
        later.step(.begin)
        later.step(.ended(.refused(.badCredentials)))
        #expect(later.link?.state == .wrongAccess)
        #expect(later.link?.trouble.contains("tried again every 5 min") == true)
        later.wait(.minutes(5))
        #expect(later.connections.count == 1)
    }

    @Test func theFirstContactIsWithTheSerialNumbersOwnCertificate() {
        var bench = BambuBench()
        bench.step(.begin)
        bench.step(.ended(.untrusted(.otherName(expected: BambuBench.serial, found: "X"))))
        #expect(bench.link?.state == .wrongSerial)
        #expect(bench.link?.trouble.contains("The access code was not sent") == true)
    }

    @Test func aWrongAccessCodeIsNotTriedAgain() {
        var bench = BambuBench()
        bench.step(.begin)
        bench.step(.ended(.refused(.notAuthorized)))
        #expect(bench.link?.state == .wrongAccess)
        #expect(bench.machine.deadline == .distantFuture)
        bench.wait(.hours(24))
        #expect(bench.effects.isEmpty)
    }

    @Test func aSilentPrinterHasAnotherSerialNumber() {
        var bench = BambuBench.connected()
        bench.wait(.seconds(14))
        #expect(bench.news.isEmpty)
        bench.wait(.seconds(1))
        #expect(bench.link?.state == .wrongSerial)
        #expect(bench.link?.trouble.contains("01p00a000000001") == true)
        bench.report(Self.running)
        #expect(bench.link?.state == .connected, "it was only slow")
    }

    @Test func theTimeBetweenAttemptsGrowsToHalfAMinute() {
        var bench = BambuBench()
        bench.step(.begin)
        var waits: [Int64] = []
        for _ in 0..<7 {
            bench.step(.ended(.unreachable("Connection refused")))
            let began = bench.now
            while bench.connections.isEmpty { bench.wait(.seconds(1)) }
            waits.append(bench.now.duration(since: began).components.seconds)
        }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30])
    }

    @Test func whoeverDoesNotAnswerHasTheWrongAddress() {
        var bench = BambuBench()
        bench.step(.begin)
        bench.wait(.seconds(10))
        #expect(bench.effects.contains(.disconnect))
        #expect(bench.link?.state == .wrongAddress)
        #expect(bench.link?.trouble.contains("10.0.0.9") == true)
    }

    @Test func aMinuteWithoutAReportEndsAutoMode() {
        var bench = BambuBench.reporting(Self.running)
        bench.wait(.milliseconds(59_999))
        #expect(bench.effects.isEmpty)
        bench.wait(.milliseconds(1))
        #expect(bench.bed == .some(nil))
        #expect(bench.link?.state == .connecting)
        #expect(bench.requests.last?.contains(#""command":"start""#) == true)
        bench.wait(.seconds(60))
        #expect(bench.effects.contains(.disconnect) && !bench.connections.isEmpty)
    }

    @Test func whatIsNoReportKeepsNothingAlive() {
        var bench = BambuBench.reporting(Self.running)
        for _ in 0..<6 {
            bench.wait(.seconds(9))
            bench.hear("{\"print\":")
            bench.hear(#"{"info":{"command":"get_version"}}"#)
        }
        bench.wait(.seconds(6))
        #expect(bench.bed == .some(nil))
    }

    @Test func garbageIsNotedOnceInAWhile() {
        var bench = BambuBench.reporting(Self.running)
        bench.hear("garbage")
        #expect(bench.notes.count == 1 && bench.notes.first?.isTrouble == true)
        bench.hear("[1]")
        #expect(bench.notes.isEmpty)
        bench.step(.oversized(bytes: 1_000_000))
        #expect(bench.notes.count == 1)
        bench.step(.oversized(bytes: 1_000_000))
        #expect(bench.notes.isEmpty)
    }

    @Test func theFirstCertificateIsPinnedOnceThePrinterHasSpoken() {
        var bench = BambuBench.connected()
        #expect(!bench.news.contains { if case .trusted = $0 { true } else { false } })
        bench.report(Self.running)
        #expect(
            bench.news.contains(
                .trusted(
                    serial: BambuBench.serial.lowercased(),
                    certificate: BambuBench.certificate
                )
            )
        )
        bench.step(.ended(.lost("reset")))
        bench.wait(.seconds(1))
        #expect(bench.connections == [.pinned(BambuBench.certificate)])
    }

    @Test func aChangedCertificateIsRefusedWithAWayOut() {
        var bench = BambuBench(certificate: String(repeating: "cd", count: 32))
        bench.step(.begin)
        let refusal = TLSRefusal.changed(
            expected: String(repeating: "cd", count: 32),
            found: BambuBench.certificate
        )
        bench.step(.ended(.untrusted(refusal)))
        #expect(bench.link?.state == .failed)
        #expect(bench.link?.trouble.contains("unbind it and bind it again") == true)
        #expect(bench.notes.count == 1)
        bench.wait(.minutes(4))
        #expect(bench.connections.isEmpty)
    }

    @Test func withAnAuthorityTheNameIsTheSerialNumber() {
        var bench = BambuBench { $0.bambuAuthorities = "/etc/hearth/bambu.pem" }
        bench.step(.begin)
        let trust = TLSTrust.authorities(
            path: "/etc/hearth/bambu.pem",
            commonName: BambuBench.serial
        )
        #expect(bench.connections == [trust])
        bench.step(.ended(.untrusted(.otherName(expected: BambuBench.serial, found: "X"))))
        #expect(bench.link?.state == .wrongSerial)
    }

    @Test func theAccessCodeIsInNothingThatIsTold() {
        var bench = BambuBench()
        var told = ""
        bench.step(.begin)
        told += "\(bench.effects)"
        bench.step(.ended(.refused(.notAuthorized)))
        told += "\(bench.effects)"
        #expect(!told.contains("12345678"))
    }
}
