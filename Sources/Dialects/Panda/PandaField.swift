/// The operating settings of the wire, in the order in which they are sent (wire contract, section 4).
package enum PandaField: Int, CaseIterable, Sendable {
    case printerType
    case workOn
    case workMode
    case setTemperature
    case fanBedThreshold
    case heatBedThreshold
    case customTemperature
    case customHours
    /// Before the countdown: the stock page starts it where `isrunning` is known (trap 3).
    case isRunning
    case remainingSeconds

    /// The key in a message from the server.
    var key: String {
        switch self {
        case .printerType: "printer_type"
        case .workOn: "work_on"
        case .workMode: "work_mode"
        case .setTemperature: "set_temp"
        case .fanBedThreshold: "filtertemp"
        case .heatBedThreshold: "hotbedtemp"
        case .customTemperature: "custom_temp"
        case .customHours: "custom_timer"
        case .isRunning: "isrunning"
        case .remainingSeconds: "remaining_seconds"
        }
    }

    /// The other fields that a write of this one may change as well.
    var consequences: PandaFieldSet {
        switch self {
        case .printerType, .setTemperature, .fanBedThreshold, .heatBedThreshold,
            .customTemperature, .remainingSeconds:
            []
        case .customHours: [.remainingSeconds]
        case .workOn, .workMode: [.isRunning, .remainingSeconds]
        case .isRunning: [.remainingSeconds]
        }
    }
}

/// Some of the operating settings.
struct PandaFieldSet: OptionSet, Sendable {
    let rawValue: UInt16

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The one field.
    init(_ field: PandaField) {
        rawValue = 1 << UInt16(field.rawValue)
    }

    static let printerType = PandaFieldSet(.printerType)
    static let workMode = PandaFieldSet(.workMode)
    static let isRunning = PandaFieldSet(.isRunning)
    static let remainingSeconds = PandaFieldSet(.remainingSeconds)
    /// Every field.
    static let all = PandaFieldSet(PandaField.allCases.map { PandaFieldSet($0) })
}
