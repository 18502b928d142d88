import Chamber
import SwitchCore

/// Home Assistant's commands, by the last word of their topic.
package enum HomeAssistantCommand: String, CaseIterable, Sendable {
    case mode
    case temperature
    case preset
    case clearFault = "clear_fault"
    case calibrate
    case soak
    case fanBedThreshold = "fan_bed_threshold"
    case heatBedThreshold = "heat_bed_threshold"
    case dryingTemperature = "drying_temperature"
    case dryingHours = "drying_hours"

    /// What a button sends.
    static let press = "PRESS"
    /// Home Assistant's own preset, which it offers beside a device's (its `PRESET_NONE`).
    static let noPreset = "none"
    /// Bytes of a command at most: the longest known word has 11.
    private static let longestPayload = 64
    /// Hours as on the stock page; the board holds them to its own limit.
    private static let mostHours = 1...99

    /// The wishes of the payload.
    ///
    /// Each is complete on its own: what it changes depends on the controller's state when it arrives
    /// there, not on an older one, so that a message never undoes the one before it.
    package func read(_ payload: [UInt8]) -> CommandReading {
        guard payload.count <= Self.longestPayload,
            let text = String(validating: payload, as: UTF8.self)
        else { return .refused("it is no text of at most \(Self.longestPayload) bytes") }
        switch self {
        case .mode: return Self.mode(text)
        // The temperature that is shown: the drying run's in the mode dry.
        case .temperature: return Self.degrees(text) { .setShownTarget($0) }
        case .preset: return Self.preset(text)
        case .clearFault: return Self.pressed(text, .clearLatch)
        case .calibrate: return Self.pressed(text, .calibrate)
        // At the target that is set when the wish arrives, also by the message just before.
        case .soak: return Self.pressed(text, .soakAtTarget)
        case .fanBedThreshold: return Self.degrees(text) { .setFanBedThreshold($0) }
        case .heatBedThreshold: return Self.degrees(text) { .setHeatBedThreshold($0) }
        case .dryingTemperature: return Self.degrees(text) { .setDryingTarget($0) }
        case .dryingHours: return Self.hours(text)
        }
    }

    private static func mode(_ text: String) -> CommandReading {
        if text.meansOff { return .wishes([.setPower(false)]) }
        guard let mode = HomeAssistantMode(rawValue: text) else {
            let known = HomeAssistantMode.allCases.map(\.rawValue).joined(separator: ", ")
            return .refused("a mode is one of \(known)")
        }
        switch mode {
        case .off: return .wishes([.setPower(false)])
        // One wish each, so that no beat sees half of it.
        case .heat: return .wishes([.run(.alwaysOn)])
        case .dry: return .wishes([.run(.drying)])
        case .auto: return .wishes([.run(.auto)])
        }
    }

    private static func degrees(_ text: String, _ wish: (Celsius) -> Wish) -> CommandReading {
        guard let number = Double(plain: text), let target = Celsius(untrusted: number) else {
            return .refused("a temperature is a number in °C")
        }
        return .wishes([wish(target)])
    }

    private static func hours(_ text: String) -> CommandReading {
        guard let hours = Double(plain: text).flatMap({ Int(exactly: $0) }),
            mostHours.contains(hours)
        else { return .refused("hours are a whole number from 1 to \(mostHours.upperBound)") }
        return .wishes([.setCustomDryingHours(hours)])
    }

    /// A programme, which in the mode dry starts its run; or none, which ends the run.
    private static func preset(_ text: String) -> CommandReading {
        if text == noPreset { return .wishes([.stopDrying]) }
        guard let preset = DryingPreset(word: text) else {
            let known = DryingPreset.allCases.map(\.word) + [noPreset]
            return .refused("a preset is one of \(known.joined(separator: ", "))")
        }
        return .wishes([.selectDryingPreset(preset), .startDryingInMode])
    }

    private static func pressed(_ text: String, _ wish: Wish) -> CommandReading {
        text == press ? .wishes([wish]) : .refused("a button sends \(press)")
    }
}

/// The controller's mode as a thermostat of Home Assistant has it.
enum HomeAssistantMode: String, CaseIterable {
    case off
    case heat
    case auto
    case dry

    init(_ snapshot: Snapshot) {
        guard snapshot.settings.isOn else {
            self = .off
            return
        }
        switch snapshot.settings.mode {
        case .auto: self = .auto
        case .alwaysOn: self = .heat
        case .drying: self = .dry
        }
    }
}
