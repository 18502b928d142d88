import Chamber
import Dialects
import Surroundings
import SwitchCore
import Testing

/// What known clients send (wire contract, section 9).
@Suite struct PandaClientTests {
    @Test func theKlipperModulesSequencesAreWishesInTheirOrder() {
        var bench = PandaBench()
        let client = bench.connect()
        for frame in [
            #"{"settings":{"isrunning":0}}"#, #"{"settings":{"work_mode":2}}"#,
            #"{"settings":{"set_temp":55,"target_temp":55}}"#, #"{"settings":{"work_on":true}}"#,
        ] {
            bench.send(frame, from: client)
        }
        #expect(
            bench.posted == [
                .stopDrying, .setMode(.alwaysOn), .setTarget(Celsius(55)), .setPower(true),
            ]
        )
        bench.posted = []
        bench.send(
            #"{"settings":{"isrunning":0,"drying_running":false,"target_temp":0}}"#,
            from: client
        )
        bench.send(#"{"settings":{"work_on":false}}"#, from: client)
        #expect(bench.posted == [.stopDrying, .setPower(false)])
    }

    @Test func thePrintersKindIsToldToItsWriterAfterAChangeAlone() {
        var bench = PandaBench()
        let client = bench.connect()
        let kind = Array(#"{"settings":{"printer_type":2}}"#.utf8)
        #expect(bench.send(#"{"settings":{"printer_type":2}}"#, from: client).sent.contains(kind))
        bench.device.profile.printerKind = .klipper
        #expect(!bench.send(#"{"settings":{"printer_type":2}}"#, from: client).sent.contains(kind))
    }

    @Test(arguments: [#"{"work_on":true}"#, #"{"isrunning":1}"#])
    func aPowerOnDuringAFaultTellsTheFaultAgain(settings: String) {
        var session = PandaSession(number: 1)
        let now = Instant.zero
        let operation = PandaOperation(Snapshot(), printerKind: .bambu)
        _ = session.step(.dumped(operation), at: now)
        #expect(session.step(.beat(operation, 7), at: now) == [.sendFault])
        #expect(session.step(.beat(operation, 7), at: now).isEmpty)
        let text = #"{"settings":\#(settings)}"#
        let message = PandaMessage(parsing: Array(text.utf8), device: DeviceView())
        _ = session.step(.received(message, operation, ticket: { 1 }), at: now)
        _ = session.step(.decided(1), at: now)
        #expect(session.step(.beat(operation, 7), at: now).contains(.sendFault))
        #expect(!session.step(.beat(operation, 7), at: now).contains(.sendFault))
    }

    @Test func aKlipperPrinterIsBoundByAddressAndPortAlone() {
        var device = DeviceView()
        device.profile.printerKind = .klipper
        var binding = DeviceProfile.KlipperBinding()
        (binding.name, binding.address, binding.port) = ("192.168.1.9", "192.168.1.9", 7126)
        let text = #"{"printer":{"ip":"192.168.1.9","port":7126}}"#
        let message = PandaMessage(parsing: Array(text.utf8), device: device)
        #expect(message.actions == [.device(.bindKlipper(binding))])
    }

    @Test func theBridgesCombinedWriteIsAModeThenPower() {
        var bench = PandaBench()
        let client = bench.connect()
        bench.send(#"{"settings":{"work_on":true,"work_mode":2}}"#, from: client)
        #expect(bench.posted == [.setMode(.alwaysOn), .setPower(true)])
        #expect(bench.beat() == [])
        #expect(bench.operation[.workOn] == 1)
    }

    @Test func aRunStartsInEitherOrderOfItsTwoWrites() {
        for frames in [
            [#"{"settings":{"isrunning":1}}"#, #"{"settings":{"work_on":true}}"#],
            [#"{"settings":{"work_on":true}}"#, #"{"settings":{"isrunning":1}}"#],
        ] {
            var bench = PandaBench()
            let client = bench.connect()
            for frame in frames { bench.send(frame, from: client) }
            #expect(Set(bench.posted.map { "\($0)" }) == ["startDryingInMode", "setPower(true)"])
        }
    }

    @Test func aFactoryResetWipesBothSidesAndIsAnswered() {
        var bench = PandaBench()
        let client = bench.connect()
        let effects = bench.send(#"{"settings":{"factory_reset":1}}"#, from: client)
        #expect(bench.posted == [.restoreFactorySettings])
        guard case .postDevice(.restoreFactorySettings, let ticket) = effects.last else {
            Issue.record("the device is not reset: \(effects)")
            return
        }
        let answers = bench.resolve(ticket, isDone: true, for: client)
        #expect(answers == [PandaResponse(.factoryReset, isDone: true).encoded()])
        #expect(bench.resolve(ticket, isDone: true, for: client) == nil)
    }

    @Test func aLanguageIsToldToAllWhetherItChangesOrNot() {
        var bench = PandaBench()
        let client = bench.connect()
        #expect(
            bench.send(#"{"settings":{"language":"en"}}"#, from: client)
                == [.postDevice(.setLanguage(.english)), .tellLanguage(.english)]
        )
    }
}
