import Chamber
import CommandLine
import JSON
import Settings
import Surroundings
import System

extension CommandSpecification {
    /// Bytes of the largest tag: the chips hold 888 (NTAG216).
    private static let tagBytes = 4_096

    /// `hearth printer filament --type PETG --color FFAABB --min 220 --max 260`
    static let printerFilament = order(
        "filament",
        "tell the printer which filament a slot holds",
        "Sets type, colour and nozzle temperatures of a slot or, without --slot, of the external "
            + "spool: from options, or from the JSON of an OpenSpool tag.",
        arguments: [],
        options: [
            Parameter.openSpoolTag, Parameter.filamentType, Parameter.filamentColor,
            Parameter.lowestNozzle, Parameter.highestNozzle, Parameter.filamentSlot,
        ],
        example: Example(
            "hearth printer filament --tag spool.json --slot 0:2",
            "What the tag says, for the third tray of the first unit."
        )
    ) { (arguments: Arguments) throws(CommandFailure) -> PrinterOrder in
        let slot = arguments.value(of: .filamentSlot)
        if let path = arguments.value(of: .openSpoolTag) {
            let tag = try tag(at: path)
            return PrinterOrder("The printer knows the filament.") { writer in
                writer.object("openspool") { json in
                    json.member("tag", tag)
                    json.member(of: slot)
                }
            }
        }
        guard let type = arguments.value(of: .filamentType),
            let color = arguments.value(of: .filamentColor),
            let lowest = arguments.value(of: .lowestNozzle),
            let highest = arguments.value(of: .highestNozzle)
        else {
            throw CommandFailure(
                .usage,
                "hearth printer filament: give --tag FILE, or all of --type, --color, --min and --max"
            )
        }
        return PrinterOrder("The printer knows the filament.") { writer in
            writer.object("filament") { json in
                json.member("type", type)
                json.member("color", color)
                json.member("min_c", lowest)
                json.member("max_c", highest)
                json.member(of: slot)
            }
        }
    }

    private static func tag(at path: String) throws(CommandFailure) -> JSONValue {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.beginning(of: path, tagBytes + 1)
        } catch {
            throw error.commandFailure
        }
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure(
                .usage,
                "hearth printer filament: \(path) is no JSON, as an OpenSpool tag's text is: \(error)"
            )
        }
    }
}

extension FilamentSetting.Slot {
    /// `UNIT:TRAY` on the command line.
    fileprivate init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let unit = UInt16(decimal: String(parts[0])),
            let tray = UInt16(decimal: String(parts[1]))
        else { return nil }
        self.init(unit: Int(unit), tray: Int(tray))
    }
}

extension JSONWriter {
    fileprivate mutating func member(of slot: FilamentSetting.Slot?) {
        guard let slot else { return }
        member("unit", slot.unit)
        member("tray", slot.tray)
    }
}

extension Parameter<FilamentSetting.Slot> {
    static let filamentSlot = Parameter.option(
        "--slot",
        "UNIT:TRAY",
        allowed: "\(FilamentSetting.Slot.allowed), as in 0:2",
        summary:
            "The slot as the printer numbers it: the unit and the tray in it, both counted from 0 "
            + "(0:2). 128:0 is the first AMS HT; on a printer with two external spools 255:0 and "
            + "254:0 are these. Default: the external spool."
    ) { FilamentSetting.Slot($0) }
}

extension Parameter<Int> {
    static let lowestNozzle = nozzle("--min", "The lowest nozzle temperature in °C.")
    static let highestNozzle = nozzle("--max", "The highest nozzle temperature in °C.")

    private static func nozzle(_ name: String, _ summary: String) -> Parameter {
        .option(name, "N", allowed: "°C, as in 220", summary: summary) { text in
            UInt16(decimal: text).map { Int($0) }
        }
    }
}

extension Parameter<Bool> {
    static let lightSwitch = onOrOff("STATE", summary: "on or off.")
}

extension Parameter<String> {
    static let gcodeLine = textArgument(
        "LINE",
        allowed: "a line of G-code",
        summary: "The line, in quotes where it has spaces."
    )
    static let printerFile = textArgument(
        "FILE",
        allowed: "a file's name on the printer",
        summary: "The file's name on the printer."
    )
    static let openSpoolTag = path(
        "--tag",
        summary: "A file with the JSON of an OpenSpool tag, as a phone reads it."
    )
    static let filamentType = text(
        "--type",
        "TEXT",
        allowed: "a filament's type, as in PETG",
        summary: "The filament's type: PLA, PETG, ABS, ASA, PC, PA, TPU, …"
    )
    static let filamentColor = text(
        "--color",
        "RRGGBB",
        allowed: "six hexadecimal digits, as in FFAABB",
        summary: "The filament's colour, six hexadecimal digits."
    )
}
