package import Chamber
import JSON
import SwitchCore

/// What the body of `POST /api/v1/wish` asks for.
package struct APIWish: Equatable, Sendable {
    /// Within the grammar, not yet judged by the controller.
    package let wish: Wish
    /// From the members `requester` and `session`.
    package let requester: Requester
    /// How long the heat lasts unless it is renewed; `nil`: without a limit.
    package let lease: Duration?

    /// Reads the body and explains what it does not understand.
    package init(parsing body: [UInt8]) throws(APIProblem) {
        let body = try APIBody(
            parsing: body,
            companions: Self.companions,
            example: "{\"heat_to\":55}"
        )
        guard let reader = APIWishReader(rawValue: body.key) else {
            let words = APIWishReader.allCases.map(\.rawValue)
            throw body.unknown(among: words, companions: Self.companions)
        }
        wish = try reader.wish(from: body.value)
        requester = body.requester
        // Off is off, whatever stands beside it.
        lease =
            wish == .setPower(false)
            ? nil
            : try body.object["lease_s"].map { value throws(APIProblem) in
                try APIWishValue("lease_s", value).seconds()
            }
    }

    /// An envelope with this wish.
    package func envelope(ticket: UInt64) -> WishEnvelope {
        WishEnvelope(wish, from: requester, ticket: ticket, lease: lease)
    }

    /// The keys that may stand beside a wish.
    private static let companions = ["requester", "session", "lease_s"]
}

/// The wishes by the key that asks for them, and how the value of each is read.
enum APIWishReader: String, CaseIterable {
    case power
    case mode
    case setTarget = "set_target"
    case heatTo = "heat_to"
    case dry
    case changeDrying = "change_drying"
    case startDrying = "start_drying"
    case stopDrying = "stop_drying"
    case setDryingPreset = "set_drying_preset"
    case setCustomDryingTarget = "set_custom_drying_target"
    case setCustomDryingHours = "set_custom_drying_hours"
    case setFanBedThreshold = "set_fan_bed_threshold"
    case setHeatBedThreshold = "set_heat_bed_threshold"
    case setOffset = "set_offset"
    case clearLatch = "clear_latch"
    case calibrate
    case stopCalibration = "stop_calibration"
    case forgetCalibration = "forget_calibration"
    case relayReplaced = "relay_replaced"
    case soakAt = "soak_at"
    case skipSoak = "skip_soak"
    case renewLease = "renew_lease"
    case renewSession = "renew_session"
    case restoreFactorySettings = "restore_factory_settings"

    /// The wish that the value stands for.
    func wish(from value: JSONValue) throws(APIProblem) -> Wish {
        let value = APIWishValue(rawValue, value)
        switch self {
        case .power: return .setPower(try value.power())
        case .mode: return value.meansOff ? .setPower(false) : .setMode(try value.word())
        case .setTarget: return .setTarget(try value.temperature())
        case .heatTo: return value.meansOff ? .setPower(false) : .heat(to: try value.temperature())
        case .dry: return value.meansOff ? .stopDrying : try Self.dry(value)
        case .changeDrying: return try Self.changeDrying(value)
        case .startDrying: return value.meansOff ? .stopDrying : try value.trigger(.startDrying)
        case .stopDrying: return try value.trigger(.stopDrying)
        case .setDryingPreset: return .selectDryingPreset(try value.word())
        case .setCustomDryingTarget: return .setDryingTarget(try value.temperature())
        case .setCustomDryingHours: return .setCustomDryingHours(try value.hours())
        case .setFanBedThreshold: return .setFanBedThreshold(try value.temperature())
        case .setHeatBedThreshold: return .setHeatBedThreshold(try value.temperature())
        case .setOffset: return try Self.offset(value)
        case .clearLatch: return try value.trigger(.clearLatch)
        case .calibrate: return value.meansOff ? .stopCalibration : try value.trigger(.calibrate)
        case .stopCalibration: return try value.trigger(.stopCalibration)
        case .forgetCalibration: return try value.trigger(.forgetCalibration)
        case .relayReplaced: return try value.trigger(.restartRelayCount)
        case .soakAt: return value.meansOff ? .setPower(false) : .soak(at: try value.temperature())
        case .skipSoak: return try value.trigger(.skipSoak)
        case .renewLease: return try value.trigger(.renewLease)
        case .renewSession: return try value.trigger(.renewSession)
        case .restoreFactorySettings: return try value.trigger(.restoreFactorySettings)
        }
    }

    private static func dry(_ value: APIWishValue) throws(APIProblem) -> Wish {
        guard value.isObject else { return .dryPreset(try value.word()) }
        let members = try value.members("target_c", "hours")
        let target = try members[0].temperature()
        let minutes = try members[1].minutes(in: 60...60_000, "must be a number of hours from 1")
        guard minutes % 60 == 0 else { return .dryFor(target: target, minutes: minutes) }
        return .dry(target: target, hours: minutes / 60)
    }

    private static func changeDrying(_ value: APIWishValue) throws(APIProblem) -> Wish {
        let fields = try value.fields(required: [], optional: ["target_c", "add_hours"])
        guard !fields.isEmpty else {
            throw value.problem("holds nothing: give target_c or add_hours")
        }
        return .changeDrying(
            target: try fields["target_c"]?.temperature(),
            addedMinutes: try fields["add_hours"]?
                .minutes(in: -720...720, "must be a number of hours from -12 to 12") ?? 0
        )
    }

    private static func offset(_ value: APIWishValue) throws(APIProblem) -> Wish {
        let members = try value.members("probe", "offset_k")
        return .setOffset(try members[0].word(), try members[1].difference())
    }
}
