package import Chamber
import JSON
package import Surroundings
import SwitchCore

/// What the body of `POST /api/v1/printer` asks the bound printer to do.
package struct APIPrinterCommand: Equatable, Sendable {
    /// What the printer is to do.
    package let command: PrinterCommand
    /// From the members `requester` and `session`.
    package let requester: Requester

    /// Reads the body.
    package init(parsing body: [UInt8]) throws(APIProblem) {
        let companions = ["requester", "session"]
        let body = try APIBody(
            parsing: body,
            companions: companions,
            example: "{\"pause\":true}"
        )
        guard let reader = Reader(rawValue: body.key) else {
            let words = Reader.allCases.map(\.rawValue)
            throw body.unknown(among: words, companions: companions)
        }
        command = try reader.command(from: APIWishValue(body.key, body.value))
        requester = body.requester
    }

    /// The JSON of the answer where the printer has confirmed it.
    package static let done = JSONWriter.object { json in
        json.member("ok", true)
        json.member("result", "done")
    }

    /// The answer where the printer refused: why, and what to do.
    package static func refused(_ words: String) -> APIProblem {
        APIProblem(status: 409, code: "printer_refused", message: words)
    }
}

/// The commands by the key that asks for them, and how the value of each is read.
private enum Reader: String, CaseIterable {
    case pause
    case resume
    case stop
    case light
    case gcode
    case gcodeFile = "gcode_file"
    case filament
    case openSpool = "openspool"

    /// Bytes of a line of G-code: what the firmwares' own buffers take.
    private static let lineBytes = 256
    /// Bytes of a file's name on the printer.
    private static let nameBytes = 255

    func command(from value: APIWishValue) throws(APIProblem) -> PrinterCommand {
        switch self {
        case .pause:
            try value.press()
            return .pause
        case .resume:
            try value.press()
            return .resume
        case .stop:
            try value.press()
            return .stop
        case .light: return .light(isOn: try value.bool())
        case .gcode: return .gcode(try value.nonEmptyText(bytes: Self.lineBytes))
        case .gcodeFile: return .gcodeFile(try value.nonEmptyText(bytes: Self.nameBytes))
        case .filament:
            let fields = try value.fields(
                required: ["type", "color", "min_c", "max_c"],
                optional: ["unit", "tray"]
            )
            return .setFilament(try FilamentSetting(fields, nozzle: ("min_c", "max_c")))
        case .openSpool:
            let fields = try value.fields(required: ["tag"], optional: ["unit", "tray"])
            var all = try OpenSpoolTag.fields(of: fields["tag"])
            for key in ["unit", "tray"] { all[key] = fields[key] }
            return .setFilament(
                try FilamentSetting(all, color: "color_hex", nozzle: ("min_temp", "max_temp"))
            )
        }
    }
}

/// What a tag of a spool holds (OpenSpool 1.0: one NDEF record of `application/json`).
private enum OpenSpoolTag {
    static func fields(
        of value: APIWishValue?
    ) throws(APIProblem) -> [String: APIWishValue] {
        guard let value else { return [:] }
        let fields = try value.members(
            required: ["protocol", "version", "type", "color_hex", "min_temp", "max_temp"]
        )
        guard try fields["protocol"]?.text(bytes: 16) == "openspool" else {
            throw .bad("bad_value", "openspool.tag.protocol must be \"openspool\"")
        }
        guard try fields["version"]?.text(bytes: 8).hasPrefix("1.") == true else {
            throw .bad("bad_value", "openspool.tag.version must be 1.0; newer tags are not known")
        }
        return fields
    }
}

extension FilamentSetting {
    /// Bytes of a type's name: `PA-CF`, `PETG`.
    private static let typeBytes = 16
    /// °C that a nozzle may be asked for: no filament melts below, and no hotend endures more.
    private static let nozzle = Celsius(100)...Celsius(400)

    fileprivate init(
        _ fields: [String: APIWishValue],
        color colorKey: String = "color",
        nozzle keys: (lowest: String, highest: String)
    ) throws(APIProblem) {
        guard let type = fields["type"], let color = fields[colorKey],
            let lowest = fields[keys.lowest], let highest = fields[keys.highest]
        else { throw .bad("bad_value", "the filament needs type, colour and temperatures") }
        let range = (
            try lowest.looseTemperature(in: Self.nozzle),
            try highest.looseTemperature(in: Self.nozzle)
        )
        guard range.0 <= range.1 else {
            throw .bad("bad_value", "the filament's lowest temperature is above its highest")
        }
        self.init(
            slot: try Self.slot(fields["unit"], fields["tray"]),
            type: try type.nonEmptyText(bytes: Self.typeBytes).uppercased(),
            color: try color.color(),
            lowestNozzle: range.0,
            highestNozzle: range.1
        )
    }

    /// Both or neither: without them it is the external spool.
    private static func slot(
        _ unit: APIWishValue?,
        _ tray: APIWishValue?
    ) throws(APIProblem) -> Slot? {
        switch (unit, tray) {
        case (nil, nil): return nil
        case (let unit?, let tray?):
            let numbers = (try unit.whole(in: 0...255), try tray.whole(in: 0...3))
            guard let slot = Slot(unit: numbers.0, tray: numbers.1) else {
                throw .bad("bad_value", "unit and tray must be \(Slot.allowed)")
            }
            return slot
        case (.some, nil), (nil, .some):
            throw .bad("bad_value", "give unit and tray, or neither for the external spool")
        }
    }
}
