import Chamber
import Dialects
import Surroundings
import SwitchCore
import Testing

@Suite struct APIPrinterCommandTests {
    private func read(_ body: String) throws(APIProblem) -> PrinterCommand {
        try APIPrinterCommand(parsing: Array(body.utf8)).command
    }

    @Test(
        arguments: [
            (#"{"pause":true}"#, PrinterCommand.pause), (#"{"resume":true}"#, .resume),
            (#"{"stop":true}"#, .stop), (#"{"light":false}"#, .light(isOn: false)),
            (#"{"gcode":"M220 S50"}"#, .gcode("M220 S50")),
            (#"{"gcode_file":"cube.gcode"}"#, .gcodeFile("cube.gcode")),
        ]
    )
    func aCommandIsRead(_ body: String, _ command: PrinterCommand) throws {
        #expect(try read(body) == command)
    }

    @Test func aFilamentIsRead() throws {
        let command = try read(
            ##"{"filament":{"type":"petg","color":"#ffaabb","min_c":220,"max_c":260,"unit":1,"tray":2}}"##
        )
        #expect(
            command
                == .setFilament(
                    FilamentSetting(
                        slot: FilamentSetting.Slot(unit: 1, tray: 2),
                        type: "PETG",
                        color: "FFAABBFF",
                        lowestNozzle: Celsius(220),
                        highestNozzle: Celsius(260)
                    )
                )
        )
    }

    @Test(arguments: [(0, 3), (15, 0), (16, 1), (128, 0), (135, 0), (254, 0), (255, 0)])
    func aSlotIsNamedAsThePrinterNumbersIt(unit: Int, tray: Int) throws {
        let filament = #""type":"PLA","color":"FFAABB","min_c":200,"max_c":220"#
        let command = try read(#"{"filament":{\#(filament),"unit":\#(unit),"tray":\#(tray)}}"#)
        guard case .setFilament(let setting) = command else {
            Issue.record("read as \(command)")
            return
        }
        #expect(setting.slot == FilamentSetting.Slot(unit: unit, tray: tray))
        #expect(setting.slot != nil)
    }

    /// The tag of the format's own documentation; its temperatures are texts.
    @Test func aTagIsReadForTheExternalSpool() throws {
        let command = try read(
            #"{"openspool":{"tag":{"protocol":"openspool","version":"1.0","type":"PLA","#
                + #""color_hex":"FFAABB","brand":"Generic","min_temp":"220","max_temp":"240"}}}"#
        )
        #expect(
            command
                == .setFilament(
                    FilamentSetting(
                        slot: nil,
                        type: "PLA",
                        color: "FFAABBFF",
                        lowestNozzle: Celsius(220),
                        highestNozzle: Celsius(240)
                    )
                )
        )
    }

    @Test(
        arguments: [
            (#"{"pause":false}"#, "bad_value"), (#"{"light":1}"#, "bad_value"),
            (#"{"gcode":""}"#, "bad_value"), (#"{"gcode":"G28\nM112"}"#, "bad_value"),
            (#"{"paus":true}"#, "unknown_wish"), (#"{"pause":true,"stop":true}"#, "not_one_wish"),
            (#"{"filament":{"type":"PLA"}}"#, "bad_value"),
            (
                #"{"filament":{"type":"PLA","color":"FFAABB","min_c":260,"max_c":220}}"#,
                "bad_value"
            ),
            (
                #"{"filament":{"type":"PLA","color":"red","min_c":200,"max_c":220}}"#,
                "bad_value"
            ),
            (
                #"{"filament":{"type":"PLA","color":"FFAABB","min_c":200,"max_c":220,"unit":0}}"#,
                "bad_value"
            ),
            (
                #"{"filament":{"type":"PLA","color":"FFAABB","min_c":200,"max_c":220,"unit":128,"tray":1}}"#,
                "bad_value"
            ),
            (
                #"{"filament":{"type":"PLA","color":"FFAABB","min_c":200,"max_c":220,"unit":256,"tray":0}}"#,
                "bad_value"
            ),
            (#"{"openspool":{"tag":{"protocol":"other"}}}"#, "bad_value"),
        ]
    )
    func whatMakesNoSenseIsExplained(_ body: String, _ code: String) throws {
        do {
            let command = try read(body)
            Issue.record("read as \(command)")
        } catch {
            #expect(error.code == code)
        }
    }
}
