import Chamber
import Dialects
import JSON
import Testing

/// Each row of the protocol's table, and what a session does besides.
@Suite struct DeviceLinkSessionTests {
    private static let device = {
        var device = DeviceLinkDevice(id: "A1B2C3D4E5F6", version: "1.2.3")
        device.name = "Attic"
        device.volume = 60
        device.brightness = 100
        device.hasBuzzer = true
        device.hasLights = true
        device.uptime = .seconds(3_600)
        return device
    }()

    private static func at(_ seconds: Double) -> Instant {
        Instant.zero.advanced(by: .seconds(seconds))
    }

    private static func take(
        _ text: String,
        _ session: inout DeviceLinkSession,
        _ device: DeviceLinkDevice = device,
        at seconds: Double = 0
    ) -> DeviceLinkSession.Reaction {
        var text = text
        return text.withUTF8 { bytes in
            session.take(text: UnsafeRawBufferPointer(bytes), device, at: at(seconds))
        }
    }

    private static func reply(_ text: String, _ device: DeviceLinkDevice = device) -> String {
        var session = DeviceLinkSession()
        var replies = take(text, &session, device).replies
        // Whether an update can be taken is for others to say.
        if let ready = session.take(.ready, device) { replies.append(ready) }
        return replies.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    private static let id = #""device_id":"A1B2C3D4E5F6"}"#

    private static let golden: [(String, String)] = [
        (
            #"{"cmd":"request_status"}"#,
            #"{"status":"ok","device_id":"A1B2C3D4E5F6","device_name":"Attic","#
                + #""battery_percent":100,"connectivity_state":"ONLINE","firmware_version":"1.2.3","#
                + #""volume":60,"brightness":100,"uptime_sec":3600}"#
        ),
        (#"{"cmd":"set_volume","volume":75}"#, #"{"status":"ok","volume":75,"# + id),
        (#"{"cmd":"set_brightness","brightness":50}"#, #"{"status":"ok","brightness":50,"# + id),
        (
            #"{"cmd":"set_device_name","device_name":"Living Room"}"#,
            #"{"status":"ok","device_name":"Living Room","# + id
        ),
        (#"{"cmd":"reboot"}"#, #"{"status":"ok","message":"Rebooting...","# + id),
        (
            #"{"cmd":"request_ota","version":"1.0.2"}"#,
            #"{"status":"ok","device_id":"A1B2C3D4E5F6","version":"1.0.2"}"#
        ),
        (#"{"cmd":"request_ota"}"#, #"{"status":"ok","device_id":"A1B2C3D4E5F6"}"#),
        (
            #"{"cmd":"set_wifi","ssid":"a","password":"b"}"#,
            #"{"status":"not_supported","message":"WiFi config not supported over WebSocket.","#
                + id
        ),
    ]

    @Test(arguments: golden)
    func aCommandIsAnsweredAsDocumented(command: String, answer: String) {
        #expect(Self.reply(command) == answer)
    }

    @Test func theHandshakeIsTheDocumentedOne() {
        let greeting = DeviceLinkSession().greeting(of: Self.device)
        #expect(
            String(decoding: greeting, as: UTF8.self)
                == #"{"cmd":"device_handshake","device_id":"A1B2C3D4E5F6","#
                + #""firmware_version":"1.2.3","device_name":"Attic","battery_percent":100,"#
                + #""connectivity_state":"ONLINE"}"#
        )
    }

    private static let refused: [(String, String)] = [
        (#"{"cmd":"set_volume"}"#, "invalid_param"),
        (#"{"cmd":"set_volume","volume":101}"#, "invalid_param"),
        (#"{"cmd":"set_volume","volume":-1}"#, "invalid_param"),
        (#"{"cmd":"set_volume","volume":1.5}"#, "invalid_param"),
        (#"{"cmd":"set_volume","volume":"75"}"#, "invalid_param"),
        (#"{"cmd":"set_volume","volume":true}"#, "invalid_param"),
        (#"{"cmd":"set_brightness","brightness":null}"#, "invalid_param"),
        (#"{"cmd":"set_device_name","device_name":""}"#, "invalid_param"),
        (#"{"cmd":"set_device_name","device_name":"  "}"#, "invalid_param"),
        (#"{"cmd":"set_device_name","device_name":"a\nb"}"#, "invalid_param"),
        (#"{"cmd":"set_device_name","device_name":7}"#, "invalid_param"),
        (#"{"cmd":"request_ota","version":7}"#, "invalid_param"),
        (#"{"cmd":"request_ota","size":0}"#, "invalid_param"),
        (#"{"cmd":"request_ota","size":4718593}"#, "invalid_param"),
        (#"{"cmd":"request_ota","size":"100"}"#, "invalid_param"),
        (#"{"cmd":"request_ota","size":100,"sha256":"abc"}"#, "invalid_param"),
        (#"{"cmd":"request_ota","size":100,"chunk_size":10}"#, "invalid_param"),
        (#"{"cmd":"request_ota","size":100,"chunk_size":10,"total_chunks":9}"#, "invalid_param"),
        (#"{"cmd":"request_ota","size":100,"chunk_size":0,"total_chunks":1}"#, "invalid_param"),
        (#"{"cmd":"request_ota","chunk_size":10,"total_chunks":10}"#, "invalid_param"),
        (#"{"cmd":"set_ws_url","url":"ws://elsewhere"}"#, "not_supported"),
        (#"{"cmd":"request_ble_config"}"#, "not_supported"),
        (#"{"cmd":"device_handshake"}"#, "invalid_command"),
        (#"{"cmd":"sing"}"#, "invalid_command"),
        ("OTA_COMPLETE", "error"),
    ]

    @Test(arguments: refused)
    func whatCannotBeDoneIsSaid(command: String, status: String) {
        let reply = Self.reply(command)
        #expect(reply.hasPrefix(#"{"status":""# + status + #"","message":""#), "\(reply)")
        #expect(reply.hasSuffix(Self.id))
    }

    private static let noCommands = [
        "", "x", "[]", "{}", #"{"status":"ok"}"#, #"{"cmd":7}"#, #"{"cmd":"a","cmd":"b"}"#,
    ]

    @Test(arguments: noCommands)
    func whatIsNoCommandIsToldAndNotAnswered(text: String) {
        var session = DeviceLinkSession()
        let reaction = Self.take(text, &session)
        #expect(reaction.replies.isEmpty)
        #expect(reaction.trouble != nil)
    }

    @Test func whatTheBoardLacksIsNotSupported() {
        var bare = Self.device
        bare.hasBuzzer = false
        bare.hasLights = false
        for command in [
            #"{"cmd":"set_volume","volume":75}"#, #"{"cmd":"set_brightness","brightness":5}"#,
        ] {
            var session = DeviceLinkSession()
            let reaction = Self.take(command, &session, bare)
            #expect(reaction.wish == nil)
            let reply = Self.reply(command, bare)
            #expect(reply.hasPrefix(#"{"status":"not_supported""#))
        }
    }

    @Test func settingsBecomeWishes() {
        var session = DeviceLinkSession()
        #expect(Self.take(#"{"cmd":"set_volume","volume":7}"#, &session).wish == .setVolume(7))
        let light = Self.take(#"{"cmd":"set_brightness","brightness":0}"#, &session)
        #expect(light.wish == .setBrightness(0))
        let name = Self.take(#"{"cmd":"set_device_name","device_name":"A"}"#, &session)
        #expect(name.deviceWish == .setDisplayName("A"))
    }

    @Test func theRestartComesHalfASecondAfterItsAcknowledgement() {
        var session = DeviceLinkSession()
        let reaction = Self.take(#"{"cmd":"reboot"}"#, &session, at: 10)
        #expect(reaction.deviceWish == nil)
        #expect(session.due(Self.device, at: Self.at(10.4)).deviceWish == nil)
        #expect(session.due(Self.device, at: Self.at(10.5)).deviceWish == .restart)
        #expect(session.due(Self.device, at: Self.at(10.6)).deviceWish == nil)
    }

    // MARK: Update

    private static func piece(
        _ bytes: [UInt8],
        _ session: inout DeviceLinkSession,
        at seconds: Double = 0
    ) -> DeviceLinkSession.Reaction {
        bytes.withUnsafeBytes { session.take(piece: $0, device, at: at(seconds)) }
    }

    private static func words(_ reply: [UInt8]?) -> String {
        String(decoding: reply ?? [], as: UTF8.self)
    }

    @Test func anUpdateIsHandedOnAsItArrives() {
        var session = DeviceLinkSession()
        let request = Self.take(#"{"cmd":"request_ota","size":3}"#, &session)
        #expect(request.transfer == .begin(byteCount: 3))
        #expect(request.replies.isEmpty)
        #expect(session.take(.ready, Self.device) != nil)
        #expect(session.take(.ready, Self.device) == nil)
        #expect(Self.piece([1, 2], &session).transfer == .part([1, 2]))
        #expect(Self.piece([3], &session).transfer == .part([3]))
        let reaction = Self.take("OTA_COMPLETE", &session)
        #expect(reaction.transfer == .end)
        #expect(reaction.replies.isEmpty)
        let busy = Self.take(#"{"cmd":"request_ota"}"#, &session)
        #expect(Self.words(busy.replies.first).hasPrefix(#"{"status":"error""#))
        #expect(busy.transfer == nil)
        let verdict = session.take(.accepted("Version 2 was accepted."), Self.device)
        #expect(
            Self.words(verdict)
                == #"{"status":"ok","message":"Version 2 was accepted.","# + Self.id
        )
    }

    @Test func withoutASizeTheMostIsAskedFor() {
        var session = DeviceLinkSession()
        let request = Self.take(#"{"cmd":"request_ota"}"#, &session)
        #expect(request.transfer == .begin(byteCount: 0x480000))
    }

    @Test func chunksAreAnsweredOneByOne() {
        var session = DeviceLinkSession()
        _ = Self.take(
            #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#,
            &session
        )
        let first = DeviceLinkReceiverTests.chunk(0, [1, 2])
        let damaged = DeviceLinkReceiverTests.chunk(0, [1, 2], damage: 8)
        func answer(_ frame: [UInt8]) -> String {
            Self.piece(frame, &session).acknowledgements.map { String(decoding: $0, as: UTF8.self) }
                .joined()
        }
        #expect(answer(damaged) == #"{"ota_nack":0}"#)
        #expect(answer(first) == #"{"ota_ack":0}"#)
        #expect(answer(first) == #"{"ota_ack":0}"#)
        #expect(answer([1]) == #"{"ota_nack":1}"#)
        #expect(answer(DeviceLinkReceiverTests.chunk(1, [3])) == #"{"ota_ack":1}"#)
        #expect(Self.take("OTA_COMPLETE", &session).transfer == .end)
    }

    @Test func aChunkIsHandedOnOnce() {
        var session = DeviceLinkSession()
        _ = Self.take(
            #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#,
            &session
        )
        let first = DeviceLinkReceiverTests.chunk(0, [1, 2])
        #expect(Self.piece(first, &session).transfer == .part([1, 2]))
        #expect(Self.piece(first, &session).transfer == nil)
        let gap = DeviceLinkReceiverTests.chunk(2, [3])
        #expect(Self.piece(gap, &session).transfer == nil)
    }

    /// What can become of an update before its end, as the words for it.
    private static let refusal = "The update was refused: heat is on."
    private static let refusalReply =
        #"{"status":"error","message":"The update was refused: heat is on.","# + id

    @Test(arguments: [true, false])
    func aRefusalIsToldAtOnceAndAgainAtTheEnd(isReady: Bool) {
        var session = DeviceLinkSession()
        _ = Self.take(
            #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#,
            &session
        )
        if isReady { _ = session.take(.ready, Self.device) }
        #expect(Self.words(session.take(.refused(Self.refusal), Self.device)) == Self.refusalReply)
        let late = Self.piece(DeviceLinkReceiverTests.chunk(0, [1, 2]), &session)
        #expect(Self.words(late.acknowledgements.first) == #"{"ota_nack":0}"#)
        #expect(late.transfer == nil)
        let end = Self.take("OTA_COMPLETE", &session)
        #expect(Self.words(end.replies.first) == Self.refusalReply)
        #expect(end.transfer == nil)
        let again = Self.take("OTA_COMPLETE", &session)
        #expect(Self.words(again.replies.first).contains("No update is under way."))
    }

    @Test func afterARefusalAnotherMayBegin() {
        var session = DeviceLinkSession()
        _ = Self.take(#"{"cmd":"request_ota"}"#, &session)
        _ = session.take(.refused(Self.refusal), Self.device)
        let next = Self.take(#"{"cmd":"request_ota","size":7}"#, &session)
        #expect(next.transfer == .begin(byteCount: 7))
    }

    @Test func whatIsMissingAtTheEndIsGivenUp() {
        var session = DeviceLinkSession()
        _ = Self.take(#"{"cmd":"request_ota","size":3}"#, &session)
        _ = Self.piece([1], &session)
        let end = Self.take("OTA_COMPLETE", &session)
        #expect(end.transfer == .givenUp("1 of its 3 bytes arrived"))
        #expect(Self.words(end.replies.first).contains("1 of its 3 bytes arrived."))
    }

    @Test func moreThanWasAnnouncedIsGivenUpAtOnce() {
        var session = DeviceLinkSession()
        _ = Self.take(#"{"cmd":"request_ota","size":3}"#, &session)
        let tooMany = Self.piece([1, 2, 3, 4], &session)
        #expect(tooMany.transfer == .givenUp("it has more than the 3 bytes that it may have"))
        #expect(tooMany.replies.count == 1)
        let after = Self.piece([1], &session)
        #expect(after == DeviceLinkSession.Reaction())
    }

    @Test func anUpdateThatStopsComingIsGivenUp() {
        var session = DeviceLinkSession()
        _ = Self.take(#"{"cmd":"request_ota"}"#, &session)
        _ = Self.piece([1], &session, at: 30)
        #expect(session.due(Self.device, at: Self.at(89)).replies.isEmpty)
        let late = session.due(Self.device, at: Self.at(90))
        #expect(late.replies.count == 1)
        #expect(late.transfer == .givenUp("nothing came for 60 s"))
        #expect(session.due(Self.device, at: Self.at(91)).transfer == nil)
    }

    @Test func anUpdateEndsWithItsConnection() {
        var session = DeviceLinkSession()
        #expect(session.close() == nil)
        _ = Self.take(#"{"cmd":"request_ota"}"#, &session)
        guard case .givenUp(let words) = session.close() else {
            Issue.record("an update outlived its connection")
            return
        }
        #expect(words.contains("ended before it was all there"))
        #expect(Self.take("OTA_COMPLETE", &session).transfer == nil)
    }

    @Test func whatIsJudgedIsNotTakenBack() {
        var session = DeviceLinkSession()
        _ = Self.take(#"{"cmd":"request_ota"}"#, &session)
        _ = Self.piece([1], &session)
        _ = Self.take("OTA_COMPLETE", &session)
        #expect(session.close() == nil)
    }

    @Test func bytesThatNobodyAskedForAreTold() {
        var session = DeviceLinkSession()
        let reaction = Self.piece([1, 2, 3], &session)
        #expect(reaction.replies.isEmpty)
        #expect(reaction.trouble != nil)
    }

    // MARK: Over a broker

    private static let chunked = #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#

    @Test func aBrokerIsToldTheWholeStatus() {
        let session = DeviceLinkSession(.broker)
        let status = Self.golden[0].1
        #expect(Self.words(session.greeting(of: Self.device)) == status)
        let farewell = status.replacing("ONLINE", with: "OFFLINE")
        #expect(Self.words(session.farewell(of: Self.device)) == farewell)
    }

    @Test func theLastChunkIsTheEndOverABroker() {
        var session = DeviceLinkSession(.broker)
        #expect(Self.take(Self.chunked, &session).transfer == .begin(byteCount: 3))
        #expect(
            Self.words(session.take(.ready, Self.device))
                == #"{"status":"ok","message":"Ready to receive firmware","# + Self.id
        )
        _ = Self.piece(DeviceLinkReceiverTests.chunk(0, [1, 2]), &session)
        let gap = Self.piece(DeviceLinkReceiverTests.chunk(0, [1], damage: 1), &session)
        #expect(Self.words(gap.acknowledgements.first) == #"{"ota_nack":0,"expected_seq":1}"#)
        #expect(session.due(Self.device, at: Self.at(1)).transfer == nil)
        _ = Self.piece(DeviceLinkReceiverTests.chunk(1, [3]), &session)
        #expect(session.due(Self.device, at: Self.at(1)).transfer == .end)
        #expect(session.due(Self.device, at: Self.at(2)).transfer == nil)
    }

    @Test func rawFramesHaveNoEndOverABroker() {
        var session = DeviceLinkSession(.broker)
        let reaction = Self.take(#"{"cmd":"request_ota","size":3}"#, &session)
        #expect(reaction.transfer == nil)
        #expect(Self.words(reaction.replies.first).hasPrefix(#"{"status":"invalid_param""#))
    }
}
