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
