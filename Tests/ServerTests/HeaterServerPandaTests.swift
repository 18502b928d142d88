import Chamber
import Dialects
import Surroundings
import SwitchCore
import TestSupport
import Testing

/// Sections 2 to 5 and 8 of the wire contract over real sockets.
@Suite(.serialized) struct HeaterServerPandaTests {
    @Test func theDumpComesAfterThe101AndNothingBeforeIt() throws {
        let heater = try TestHeater()
        let client = try heater.connect()
        let answer = try client.open("/ws")
        // A client that drops what follows the 101 in the same read loses nothing.
        #expect(client.unread == 0)
        #expect(answer.header("Sec-WebSocket-Protocol") == nil)
        let dump = try client.frame().text
        #expect(dump.contains(#""fw_version":"V1.0.3""#))
        #expect(dump.utf8.count < 4096)
    }

    @Test func theSubprotocolOfStockIsEchoed() throws {
        let heater = try TestHeater()
        let client = try heater.connect()
        let answer = try client.open("/ws", headers: ["Sec-WebSocket-Protocol: chat"])
        #expect(answer.header("Sec-WebSocket-Protocol") == "chat")
    }

    @Test func theTemperatureComesAgainAndAgainUnchanged() throws {
        let heater = try TestHeater()
        let client = try heater.client()
        for _ in 0..<3 {
            #expect(
                try client.frame().text
                    == #"{"settings":{"warehouse_temper":25,"cal_warehouse_temp":25.3}}"#
            )
        }
    }

    @Test func aWriteIsToldToTheOthersAndNotToItsWriter() throws {
        let heater = try TestHeater()
        let (writer, other) = (try heater.client(), try heater.client())
        try writer.sendText(#"{"settings":{"set_temp":55}}"#)
        let push = try #require(try other.frames(upTo: #""set_temp":55"#).last)
        #expect(push.hasPrefix(#"{"settings":{"printer_type":1,"work_on":0,"#))
        #expect(try writer.toldSoFar() == [])
    }

    @Test func aClampedTargetIsToldToItsWriter() throws {
        let heater = try TestHeater()
        let writer = try heater.client()
        try writer.sendText(#"{"settings":{"set_temp":80}}"#)
        try writer.frames(upTo: #""set_temp":60,"temp":60"#)
    }

    @Test func aRefusedStartIsToldToItsWriter() throws {
        let heater = try TestHeater()
        let writer = try heater.client()
        heater.backend.become(.refuses(.latched))
        try writer.sendText(#"{"settings":{"work_on":true}}"#)
        try writer.frames(upTo: #""work_on":0"#)
    }

    @Test func aChangeByAnyoneElseIsToldToAll() throws {
        let heater = try TestHeater()
        let clients = [try heater.client(), try heater.client()]
        #expect(try heater.wish(#"{"power":true}"#).status == 200)
        for client in clients { try client.frames(upTo: #""work_on":1"#) }
    }

    @Test func theEchoesOfTwoPagesLeaveTheModeAlone() throws {
        let heater = try TestHeater()
        let pages = [try heater.client(), try heater.client()]
        for page in pages { try page.sendText(#"{"settings":{"work_mode":1}}"#) }
        try pages[0].sendText(#"{"settings":{"work_mode":2}}"#)
        try pages[1].frames(upTo: #""work_mode":2"#)
        try pages[1].sendText(#"{"settings":{"work_mode":2}}"#)
        #expect(try pages[1].toldSoFar() == [])
        #expect(try pages[0].toldSoFar() == [])
        #expect(heater.backend.wishes.filter { $0 == .setMode(.alwaysOn) }.count == 1)
        #expect(!heater.backend.wishes.contains(.setMode(.auto)))
    }

    @Test func textAndBinaryFramesAndSeveralRootsAreTaken() throws {
        let heater = try TestHeater()
        let client = try heater.client()
        try client.send(RawClient.frame(.binary, Array(#"{"settings":{"set_temp":50}}"#.utf8)))
        try client.sendText(#"{"settings":{"work_on":true},"sta":{"hostname":"warm"}}"#)
        try client.frames(upTo: #"{"response":{"type":"set_hostname","ok":1}}"#)
        #expect(heater.backend.wishes.contains(.setTarget(Celsius(50))))
        #expect(heater.backend.wishes.contains(.setPower(true)))
        #expect(heater.backend.deviceWishes == [.setHostname("warm")])
    }

    @Test func aOneShotClientsWishTakesEffect() throws {
        let heater = try TestHeater()
        do {
            let client = try heater.connect()
            try client.open("/ws")
            try client.sendText(#"{"settings":{"work_on":true,"work_mode":2}}"#)
        }
        #expect(heater.backend.wait { $0.wishes.contains(.setPower(true)) })
        #expect(heater.backend.wishes.contains(.setMode(.alwaysOn)))
    }

    @Test func theControllerIsToldHowManyClientsThereAre() throws {
        let heater = try TestHeater()
        do {
            let clients = [try heater.client(), try heater.client()]
            #expect(heater.backend.wait { $0.wishes.last == .reportPandaClients(2) })
            _ = clients
        }
        #expect(heater.backend.wait { $0.wishes.last == .reportPandaClients(0) })
    }

    @Test func malformedFramesKeepTheConnectionAndFillNoLog() throws {
        let heater = try TestHeater()
        let client = try heater.client()
        for _ in 0..<200 {
            try client.sendText("nonsense")
            try client.sendText(#"{"settings":{"foo":1,"work_mode":"x"},"junk":0}"#)
        }
        #expect(try client.toldSoFar() == [])
        #expect(heater.backend.log.count == 1)
        #expect(heater.backend.log.first?.contains("message is no JSON") == true)
    }

    @Test func aFaultySensorIsToldAndAHeaterFaultOnce() throws {
        let heater = try TestHeater()
        let client = try heater.client()
        heater.backend.change { snapshot in
            snapshot.chamber = ProbeStatus(condition: .openCircuit)
            snapshot.latch = FaultRecord(number: 4, code: .heatingFailed, at: .zero)
        }
        var frames = try client.frames(upTo: "ptc_heater_status")
        for _ in 0..<2 { frames += try client.frames(upTo: "warehouse_sensor_status") }
        frames += try client.frames(upTo: "warehouse_temper")
        #expect(frames.filter { $0.contains("ptc_heater_status") }.count == 1)
        #expect(frames.contains(#"{"settings":{"warehouse_sensor_status":2}}"#))
        // A client that connects later receives it as well.
        let late = try heater.client()
        try late.frames(upTo: #"{"settings":{"ptc_heater_status":1}}"#)
    }

    @Test func aLanguageIsToldToEveryone() throws {
        let heater = try TestHeater()
        let (writer, other) = (try heater.client(), try heater.client())
        try writer.sendText(#"{"settings":{"language":"zh"}}"#)
        try writer.frames(upTo: #"{"settings":{"language":"zh"}}"#)
        try other.frames(upTo: #"{"settings":{"language":"zh"}}"#)
        #expect(heater.backend.deviceWishes == [.setLanguage(.chinese)])
    }

    @Test func aChangeAroundTheControllerIsToldToAll() throws {
        let heater = try TestHeater()
        let clients = [try heater.client(), try heater.client()]
        heater.backend.changeDevice { $0.status.networkScan = .running }
        for client in clients { try client.frames(upTo: #"{"wifi":{"scan":1}}"#) }
        heater.backend.changeDevice { $0.status.networkScan = .done }
        for client in clients { try client.frames(upTo: #"{"wifi":{"scan":2,"list":[]}}"#) }
    }

    @Test func aHundredClientsHaveTheirDumpFirst() throws {
        let heater = try TestHeater()
        let clients = try (0..<100).map { _ in try heater.connect() }
        for client in clients { try client.send(RawClient.upgrade("/ws")) }
        for client in clients {
            #expect(try client.answer(isHead: true).status == 101)
            #expect(try client.frame().text.contains("fw_version"))
        }
    }
}
