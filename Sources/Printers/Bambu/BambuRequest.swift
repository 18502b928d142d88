import Chamber
import JSON
import Surroundings
import SwitchCore

/// What is published on a printer's request topic.
enum BambuRequest {
    /// Asks for the parts' versions: sent once a connection, as every client does.
    static func version(_ sequence: String) -> [UInt8] {
        command("info", sequence, "get_version") { _ in }
    }

    /// Report everything once.
    static func everything(_ sequence: String) -> [UInt8] {
        command("pushing", sequence, "pushall") { json in
            json.member("version", 1)
            json.member("push_target", 1)
        }
    }

    /// Begin to report again.
    static func start(_ sequence: String) -> [UInt8] {
        command("pushing", sequence, "start") { _ in }
    }

    /// A command, and its name in the printer's echo.
    static func carryOut(_ command: PrinterCommand, _ sequence: String) -> [UInt8] {
        let name = name(of: command)
        switch command {
        case .pause, .resume, .stop:
            return Self.command("print", sequence, name) { $0.member("param", "") }
        case .light(let isOn):
            return Self.command("system", sequence, name) { json in
                json.member("led_node", "chamber_light")
                json.member("led_mode", isOn ? "on" : "off")
                // All must be present, though only a blinking light uses them.
                json.member("led_on_time", 500)
                json.member("led_off_time", 500)
                json.member("loop_times", 0)
                json.member("interval_time", 0)
            }
        case .gcode(let line):
            return Self.command("print", sequence, name) { $0.member("param", line + "\n") }
        case .gcodeFile(let file):
            return Self.command("print", sequence, name) { $0.member("param", file) }
        case .setFilament(let filament):
            return Self.command("print", sequence, name) { $0.members(of: filament) }
        }
    }

    /// What the printer calls a command.
    static func name(of command: PrinterCommand) -> String {
        switch command {
        case .pause: "pause"
        case .resume: "resume"
        case .stop: "stop"
        case .light: "ledctrl"
        case .gcode: "gcode_line"
        case .gcodeFile: "gcode_file"
        case .setFilament: "ams_filament_setting"
        }
    }

    private static func command(
        _ topic: String,
        _ sequence: String,
        _ name: String,
        _ rest: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        JSONWriter.object { json in
            json.object(topic) { json in
                json.member("sequence_id", sequence)
                json.member("command", name)
                rest(&json)
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func members(of filament: FilamentSetting) {
        // An external spool is tray 254 of the unit with its number, 255 where there is one spool.
        member("ams_id", filament.slot?.unit ?? 255)
        member("tray_id", filament.slot.flatMap { $0.isExternal ? nil : $0.tray } ?? 254)
        member("tray_info_idx", BambuFilament.code(of: filament.type))
        member("tray_color", filament.color)
        member("nozzle_temp_min", Int(filament.lowestNozzle.degrees))
        member("nozzle_temp_max", Int(filament.highestNozzle.degrees))
        member("tray_type", filament.type)
        member("setting_id", "")
    }
}

/// The numbers of Bambu's generic filaments.
enum BambuFilament {
    /// The generic filament of a type; empty where there is none: the printer shows the type alone.
    static func code(of type: String) -> String {
        codes.first { $0.type == type.uppercased() }?.code ?? ""
    }

    /// As their slicer lists them under "Generic".
    private static let codes: [(type: String, code: String)] = [
        ("PLA", "GFL99"), ("PLA-CF", "GFL98"), ("PETG", "GFG99"), ("PETG-CF", "GFG98"),
        ("PCTG", "GFG97"), ("ABS", "GFB99"), ("ASA", "GFB98"), ("PC", "GFC99"), ("PA", "GFN99"),
        ("PA-CF", "GFN98"), ("PPA-CF", "GFN97"), ("PPA-GF", "GFN96"), ("PPS-CF", "GFT98"),
        ("PPS", "GFT97"), ("TPU", "GFU99"), ("PVA", "GFS99"), ("HIPS", "GFS98"),
        ("BVOH", "GFS97"), ("PE", "GFP99"), ("PE-CF", "GFP98"), ("PP", "GFP97"),
        ("PP-CF", "GFP96"), ("PP-GF", "GFP95"), ("EVA", "GFR99"), ("PHA", "GFR98"),
    ]
}
