import MQTT
import Printers
import Surroundings
import SwitchCore
import Testing

/// What a printer is told to do, and how it answers.
@Suite struct BambuCommandTests {
    private static let running = #""gcode_state":"RUNNING","bed_target_temper":100"#

    @Test func aCommandIsDoneWhenThePrinterSaysSo() {
        var bench = BambuBench.reporting(Self.running)
        bench.step(.command(.pause, ticket: 1))
        #expect(
            bench.requests
                == [#"{"print":{"sequence_id":"702","command":"pause","param":""}}"#]
        )
        bench.hear(#"{"print":{"command":"pause","sequence_id":"1","result":"success"}}"#)
        #expect(bench.answers.isEmpty, "somebody else's")
        bench.hear(#"{"print":{"command":"pause","sequence_id":"702","result":"success"}}"#)
        #expect(bench.answers == [.done])
    }

    @Test func aLockedPrinterNamesDeveloperMode() {
        var bench = BambuBench.reporting(Self.running)
        bench.step(.command(.light(isOn: false), ticket: 1))
        #expect(bench.requests.first?.hasPrefix(#"{"system":{"sequence_id":"702""#) == true)
        bench.hear(
            #"{"system":{"command":"ledctrl","sequence_id":"702","result":"failed","reason":"mqtt message verify failed","err_code":84033543}}"#
        )
        guard case .refused(let words) = bench.answers.first else {
            Issue.record("it was not refused")
            return
        }
        #expect(words.contains("Developer Mode"))
    }

    /// Bit 29 of `fun` is set while commands have to be signed.
    @Test func aLockedPrinterIsToldApartBeforeACommandReachesIt() {
        var bench = BambuBench.reporting(Self.running + #","fun":"3EC1AFFF9CFF""#)
        bench.step(.command(.pause, ticket: 1))
        #expect(bench.requests.isEmpty)
        guard case .refused(let words) = bench.answers.first else {
            Issue.record("it was not refused")
            return
        }
        #expect(words.contains("Developer Mode"))
        bench.report(#""msg":1,"bed_temper":99"#)
        bench.step(.command(.pause, ticket: 2))
        #expect(bench.requests.isEmpty, "a report without it changes nothing")
        bench.report(#""msg":1,"fun":"3EC18FFF9CFF""#)
        bench.step(.command(.pause, ticket: 3))
        #expect(bench.requests.count == 1, "Developer Mode was switched on")
    }

    @Test func anOwnerWhoWantsCommandsIsToldOfTheLock() {
        let locked = Self.running + #","fun":"3EC1AFFF9CFF""#
        #expect(BambuBench.reporting(locked).link?.trouble == "")
        let bench = BambuBench.reporting(locked) { $0.pausesOnFault = true }
        #expect(bench.link?.state == .connected)
        #expect(bench.link?.trouble.contains("Developer Mode") == true)
    }

    @Test func noCommandGoesOutBeforeTheFullReport() {
        var bench = BambuBench.connected()
        bench.report(#""msg":1,"gcode_state":"RUNNING""#)
        bench.step(.command(.pause, ticket: 1))
        #expect(bench.requests.isEmpty)
        #expect(bench.answers.count == 1)
        bench.report(Self.running)
        bench.step(.command(.pause, ticket: 2))
        #expect(bench.requests.count == 1)
    }

    @Test func everyCommandIsAnswered() {
        var bench = BambuBench.reporting(Self.running)
        bench.step(.command(.stop, ticket: 1))
        bench.wait(.seconds(10))
        #expect(bench.answers.count == 1, "after 10 s")
        bench.report(#""msg":1"#)
        bench.step(.command(.resume, ticket: 2))
        bench.step(.ended(.lost("reset")))
        #expect(bench.answers.count == 1, "with the connection")
        bench.step(.command(.resume, ticket: 3))
        #expect(bench.answers.count == 1, "without a connection")
    }

    private static let slots: [(slot: FilamentSetting.Slot?, unit: Int, tray: Int)] = [
        (nil, 255, 254), (FilamentSetting.Slot(unit: 255, tray: 0), 255, 254),
        (FilamentSetting.Slot(unit: 254, tray: 0), 254, 254),
        (FilamentSetting.Slot(unit: 128, tray: 0), 128, 0),
        (FilamentSetting.Slot(unit: 1, tray: 3), 1, 3),
    ]

    @Test(arguments: slots.indices)
    func aFilamentIsSetForASlotWithItsGenericNumber(row: Int) {
        let (slot, unit, tray) = Self.slots[row]
        var bench = BambuBench.reporting(Self.running)
        let filament = FilamentSetting(
            slot: slot,
            type: "PETG",
            color: "A03CF7FF",
            lowestNozzle: Celsius(220),
            highestNozzle: Celsius(270)
        )
        bench.step(.command(.setFilament(filament), ticket: 1))
        #expect(
            bench.requests == [
                #"{"print":{"sequence_id":"702","command":"ams_filament_setting","ams_id":\#(unit),"#
                    + #""tray_id":\#(tray),"tray_info_idx":"GFG99","tray_color":"A03CF7FF","#
                    + #""nozzle_temp_min":220,"nozzle_temp_max":270,"tray_type":"PETG","#
                    + #""setting_id":""}}"#
            ]
        )
    }
}
