package import Chamber
import JSON
package import Surroundings

/// What the body of `POST /api/v1/device` asks for.
package struct APIDeviceWish: Equatable, Sendable {
    /// To be granted in this order, together.
    package let wishes: [DeviceWish]
    /// From the members `requester` and `session`.
    package let requester: Requester

    /// Reads the body and explains what it does not understand, without repeating a secret.
    ///
    /// - Parameter limits: the board's, as a snapshot has them.
    package init(parsing body: [UInt8], limits: Snapshot = Snapshot()) throws(APIProblem) {
        let body = try APIBody(
            parsing: body,
            companions: Self.companions,
            example: "{\"scan_printers\":true}"
        )
        guard let reader = Reader(rawValue: body.key) else {
            let words = Reader.allCases.map(\.rawValue)
            throw body.unknown(among: words, companions: Self.companions)
        }
        wishes = try reader.wishes(from: body.value, limits)
        requester = body.requester
    }

    /// The JSON of the answer: the wish is under way, and its outcome appears in the state.
    package static let accepted = JSONWriter.object { json in
        json.member("ok", true)
        json.member("result", "accepted")
    }

    /// The answer where the service file has decided what is asked for; `nil`: it has not.
    package func refusal(by status: DeviceStatus) -> APIProblem? {
        guard let fixed = status.fileAuto, wishes.contains(where: \.choosesAuto) else { return nil }
        return APIProblem(
            status: 409,
            code: "set_by_file",
            message:
                "the service file says auto: \(fixed.word): delete that line in [printer] of "
                + "/etc/hearth/hearth.conf and restart the service, then it can be chosen here"
        )
    }

    /// The keys that may stand beside a wish.
    private static let companions = ["requester", "session"]
}

extension DeviceWish {
    fileprivate var choosesAuto: Bool {
        if case .setAutoChoice = self { true } else { false }
    }
}

/// The wishes by the key that asks for them, and how the value of each is read.
private enum Reader: String, CaseIterable {
    case printerKind = "printer_kind"
    case scanPrinters = "scan_printers"
    case bindBambu = "bind_bambu"
    case bindKlipper = "bind_klipper"
    case bindOctoPrint = "bind_octoprint"
    case bindPrusaLink = "bind_prusalink"
    case bindTold = "bind_told"
    case unbindPrinter = "unbind_printer"
    case auto
    case scanNetworks = "scan_networks"
    case joinNetwork = "join_network"
    case hotspot
    case hostname
    case unit
    case presets
    case keepNetwork = "keep_network"

    func wishes(from value: JSONValue, _ limits: Snapshot) throws(APIProblem) -> [DeviceWish] {
        let value = APIWishValue(rawValue, value)
        switch self {
        case .printerKind: return [.setPrinterKind(try value.word())]
        case .scanPrinters:
            guard value.isObject else {
                return [.scanPrinters(port: try Self.port(pressed: value))]
            }
            let fields = try value.fields(required: ["port"], optional: [])
            return [.scanPrinters(port: try fields["port"]?.port())]
        case .bindBambu: return [.setPrinterKind(.bambu), .bindBambu(try Self.bambu(value))]
        case .bindKlipper:
            return [.setPrinterKind(.klipper), .bindKlipper(try Self.klipper(value))]
        case .bindOctoPrint:
            return [.setPrinterKind(.octoPrint), .bindOctoPrint(try Self.octoPrint(value))]
        case .bindPrusaLink:
            return [.setPrinterKind(.prusaLink), .bindPrusaLink(try Self.prusaLink(value))]
        case .bindTold:
            let name = try value.members("name")[0].nonEmptyText(bytes: Self.textBytes)
            return [.setPrinterKind(.told), .bindTold(name: name)]
        case .unbindPrinter:
            try value.press()
            return [.unbindPrinter]
        case .auto: return [.setAutoChoice(try value.word(among: AutoChoice.offered))]
        case .scanNetworks:
            try value.press()
            return [.scanNetworks]
        case .joinNetwork: return [try value.network()]
        case .hotspot: return try value.hotspot()
        case .hostname: return [.setHostname(try value.hostname())]
        case .unit: return [.setUnit(try value.word())]
        case .presets: return [.setPresets(try value.presets(limits))]
        case .keepNetwork:
            try value.press()
            return [.keepNetwork]
        }
    }

    /// `true` asks at the kind's own port.
    private static func port(pressed value: APIWishValue) throws(APIProblem) -> Int? {
        try value.press()
        return nil
    }

    /// Bytes of a name, serial number or address; as on the Panda Breath wire.
    private static let textBytes = 63
    /// Bytes of a secret: Moonraker's keys have 32.
    private static let secretBytes = 128

    private static func bambu(
        _ value: APIWishValue
    ) throws(APIProblem) -> DeviceProfile.BambuBinding {
        let fields = try value.fields(
            required: ["address", "serial"],
            optional: ["access_code", "name"]
        )
        var binding = DeviceProfile.BambuBinding()
        if let address = fields["address"] { binding.address = try address.host() }
        if let serial = fields["serial"] {
            binding.serial = try serial.text(bytes: textBytes).uppercased()
        }
        guard !binding.serial.isEmpty else {
            throw .bad("bad_value", "bind_bambu.serial must be the printer's serial number")
        }
        if let code = fields["access_code"] {
            binding.accessCode = try code.text(bytes: secretBytes)
        }
        if let name = fields["name"] { binding.name = try name.text(bytes: textBytes) }
        if binding.name.isEmpty { binding.name = binding.serial }
        return binding
    }

    private static func klipper(
        _ value: APIWishValue
    ) throws(APIProblem) -> DeviceProfile.KlipperBinding {
        let fields = try value.fields(
            required: ["address"],
            optional: ["api_key", "name", "port"]
        )
        var binding = DeviceProfile.KlipperBinding()
        if let port = fields["port"] { binding.port = try port.port() }
        if let address = fields["address"] { binding.move(to: try address.moonraker()) }
        if let key = fields["api_key"] { binding.apiKey = try key.text(bytes: secretBytes) }
        if let name = fields["name"] { binding.name = try name.text(bytes: textBytes) }
        if binding.name.isEmpty { binding.name = binding.address }
        return binding
    }

    private static func octoPrint(
        _ value: APIWishValue
    ) throws(APIProblem) -> DeviceProfile.WebBinding {
        let fields = try value.fields(
            required: ["address"],
            optional: ["api_key", "name", "port"]
        )
        var binding = try web(fields)
        if let key = fields["api_key"] { binding.secret = try key.text(bytes: secretBytes) }
        return binding
    }

    private static func prusaLink(
        _ value: APIWishValue
    ) throws(APIProblem) -> DeviceProfile.WebBinding {
        let fields = try value.fields(
            required: ["address"],
            optional: ["api_key", "user", "password", "name", "port"]
        )
        var binding = try web(fields)
        if let key = fields["api_key"] {
            guard fields["user"] == nil, fields["password"] == nil else {
                throw .bad("bad_value", "bind_prusalink: give api_key, or user and password")
            }
            binding.secret = try key.text(bytes: secretBytes)
        } else if let password = fields["password"] {
            binding.user = try fields["user"]?.nonEmptyText(bytes: textBytes) ?? prusaLinkUser
            binding.secret = try password.text(bytes: secretBytes)
        } else if let user = fields["user"] {
            binding.user = try user.nonEmptyText(bytes: textBytes)
        }
        // A header line must stay one, and a quote would end the name in it.
        guard !binding.user.contains("\""), !binding.user.contains("\\") else {
            throw .bad("bad_value", "bind_prusalink.user must not have quotes")
        }
        return binding
    }

    private static func web(
        _ fields: [String: APIWishValue]
    ) throws(APIProblem) -> DeviceProfile.WebBinding {
        var binding = DeviceProfile.WebBinding()
        if let port = fields["port"] { binding.port = try port.port() }
        if let address = fields["address"] { binding.move(to: try address.moonraker()) }
        if let name = fields["name"] { binding.name = try name.text(bytes: textBytes) }
        if binding.name.isEmpty { binding.name = binding.address }
        return binding
    }

    /// The only user that PrusaLink on the printers' own boards has.
    private static let prusaLinkUser = "maker"
}
