import Chamber
import Dialects
import Surroundings
import SwitchCore
import Testing

@Suite struct StockMQTTTests {
    private static func read(_ text: String) -> CommandReading {
        StockCommand.read(Array(text.utf8))
    }

    @Test func topicsCarryTheAddressInUpperCase() {
        let topics = StockTopics(prefix: "panda_breath", id: "9c139e456884")
        #expect(topics.state == "panda_breath/9C139E456884/state")
        #expect(topics.command == "panda_breath/9C139E456884/command")
        #expect(topics.availability == "panda_breath/9C139E456884/availability")
    }

    @Test func theStateAsStockPublishesIt() {
        var snapshot = Snapshot()
        snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(24.4))
        snapshot.settings.isOn = true
        snapshot.settings.mode = .alwaysOn
        snapshot.settings.dryingPreset = .petg
        snapshot.settings.target = Celsius(45)
        var device = DeviceView()
        device.profile.bambu.serial = "01S00C000000000"
        device.profile.bambu.name = "P1S"
        device.profile.bambu.address = "192.0.2.55"
        device.profile.bambu.accessCode = "12345678"
        let text = String(decoding: StockState(snapshot, device).encoded(), as: UTF8.self)
        #expect(
            text
                == #"{"chamber_temp":24,"work_on":"ON","mode":"power on","target_temp":45,"#
                + #""filter_temp":30,"heater_temp":80,"custom_temp":60,"custom_timer":12,"#
                + #""filament_drying_mode":"petg","drying_running":"OFF","#
                + #""drying_remaining_min":0,"printer_ip":"192.0.2.55","printer_name":"P1S","#
                + #""printer_sn":"01S00C000000000","printer_bind":"bind"}"#
        )
    }

    @Test func withoutAPrinterItIsUnbound() {
        let text = String(
            decoding: StockState(Snapshot(), DeviceView()).encoded(),
            as: UTF8.self
        )
        #expect(text.contains(#""printer_bind":"unbind""#))
        #expect(text.contains(#""chamber_temp":null"#))
    }

    @Test func everyFieldHasItsWish() {
        let fields: [(String, Wish)] = [
            (#"{"work_on":"OFF"}"#, .setPower(false)),
            (#"{"work_on":"ON"}"#, .setPower(true)),
            (#"{"mode":"auto mode"}"#, .setMode(.auto)),
            (#"{"mode":"power on"}"#, .setMode(.alwaysOn)),
            (#"{"mode":"filament drying"}"#, .setMode(.drying)),
            (#"{"target_temp":50}"#, .setTarget(Celsius(50))),
            (#"{"filter_temp":35}"#, .setFanBedThreshold(Celsius(35))),
            (#"{"heater_temp":90}"#, .setHeatBedThreshold(Celsius(90))),
            (#"{"custom_temp":48}"#, .setDryingTarget(Celsius(48))),
            (#"{"custom_timer":4}"#, .setCustomDryingHours(4)),
            (#"{"filament_drying_mode":"pla"}"#, .selectDryingPreset(.pla)),
            (#"{"drying_running":"ON"}"#, .startDryingInMode),
            (#"{"drying_running":"OFF"}"#, .stopDrying),
        ]
        for (text, wish) in fields { #expect(Self.read(text) == .wishes([wish]), "\(text)") }
    }

    @Test func theOrderIsOursNotTheClients() {
        let reading = Self.read(
            #"{"drying_running":"ON","work_on":"ON","mode":"filament drying","custom_temp":50}"#
        )
        #expect(
            reading
                == .wishes([
                    .setDryingTarget(Celsius(50)), .setMode(.drying), .setPower(true),
                    .startDryingInMode,
                ])
        )
        #expect(
            Self.read(#"{"drying_running":"ON","work_on":"OFF"}"#) == .wishes([.setPower(false)])
        )
    }

    @Test(arguments: [
        "", "ON", "[]", "{}", #"{"work_on":true}"#, #"{"work_on":"on"}"#, #"{"target_temp":"50"}"#,
        #"{"target_temp":1e400}"#, #"{"mode":1}"#, #"{"custom_timer":1.5}"#, #"{"work_on":"ON"#,
        #"{"work_on":"ON","work_on":"OFF"}"#, #"{"panic":1}"#,
    ])
    func nonsenseIsRefused(_ text: String) {
        guard case .refused = Self.read(text) else {
            Issue.record("\(text) asks for \(Self.read(text))")
            return
        }
    }
}
