import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

/// Each row of the protocol's table, and the session's other behaviour.
@Suite struct DeviceLinkSessionTests {
    static let device = {
        var device = DeviceLinkDevice(id: "A1B2C3D4E5F6", version: "1.2.3")
        device.name = "Attic"
        device.volume = 60
        device.brightness = 100
        device.hasBuzzer = true
        device.hasLights = true
        device.uptime = .seconds(3_600)
        return device
    }()

    static func at(_ seconds: Double) -> Instant {
        Instant.zero.advanced(by: .seconds(seconds))
    }

    static func receive(
        _ text: String,
        _ session: inout DeviceLinkSession,
        _ device: DeviceLinkDevice = device,
        at seconds: Double = 0
    ) -> [DeviceLinkSession.Effect] {
        var text = text
        return text.withUTF8 { bytes in
            session.step(.text(UnsafeRawBufferPointer(bytes), device), at: at(seconds))
        }
    }

    static func reply(_ text: String, _ device: DeviceLinkDevice = device) -> String {
        var session = DeviceLinkSession()
        let replies = receive(text, &session, device).replies
        // Whether an update can be taken is for others to say.
        return (replies + session.step(.news(.ready, device), at: .zero).replies)

            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    static let id = #""device_id":"A1B2C3D4E5F6"}"#

    static let golden: [(String, String)] = [
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
        var session = DeviceLinkSession()
        let greeting = session.step(.opened(Self.device), at: .zero).replies.first ?? []
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
        let reaction = Self.receive(text, &session)
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
            let reaction = Self.receive(command, &session, bare)
            #expect(reaction.wish == nil)
            let reply = Self.reply(command, bare)
            #expect(reply.hasPrefix(#"{"status":"not_supported""#))
        }
    }

    @Test func settingsBecomeWishes() {
        var session = DeviceLinkSession()
        #expect(Self.receive(#"{"cmd":"set_volume","volume":7}"#, &session).wish == .setVolume(7))
        let light = Self.receive(#"{"cmd":"set_brightness","brightness":0}"#, &session)
        #expect(light.wish == .setBrightness(0))
        let name = Self.receive(#"{"cmd":"set_device_name","device_name":"A"}"#, &session)
        #expect(name.deviceWish == .setDisplayName("A"))
    }

    @Test func theRestartComesHalfASecondAfterItsAcknowledgement() {
        var session = DeviceLinkSession()
        let reaction = Self.receive(#"{"cmd":"reboot"}"#, &session, at: 10)
        #expect(reaction.deviceWish == nil)
        #expect(session.step(.tick(Self.device), at: Self.at(10.4)).deviceWish == nil)
        #expect(session.step(.tick(Self.device), at: Self.at(10.5)).deviceWish == .restart)
        #expect(session.step(.tick(Self.device), at: Self.at(10.6)).deviceWish == nil)
    }
}

extension [DeviceLinkSession.Effect] {
    /// What is sent as JSON, where every wish found its place.
    var replies: [[UInt8]] {
        compactMap { effect in
            switch effect {
            case .reply(let text), .post(_, let text, _): text
            case .acknowledge, .grant, .transfer, .report: nil
            }
        }
    }

    var acknowledgements: [[UInt8]] {
        compactMap { if case .acknowledge(let frame) = $0 { frame } else { nil } }
    }

    var wish: Wish? {
        compactMap { if case .post(let wish, _, _) = $0 { wish } else { nil } }.first
    }

    var deviceWish: DeviceWish? {
        compactMap { if case .grant(let wish) = $0 { wish } else { nil } }.first
    }

    var transfer: DeviceLinkTransfer? {
        compactMap { if case .transfer(let transfer) = $0 { transfer } else { nil } }.first
    }

    var trouble: String? {
        compactMap { if case .report(let text) = $0 { text } else { nil } }.first
    }
}
