import Chamber
import SwitchCore

/// Home Assistant's commands, by the last word of their topic.
package enum HomeAssistantCommand: String, CaseIterable, Sendable {
    case mode
    case temperature
    case preset
    case clearFault = "clear_fault"
    case calibrate

    /// What a button sends.
    static let press = "PRESS"
    /// Home Assistant's own preset, which it offers beside a device's (its `PRESET_NONE`).
    static let noPreset = "none"
    /// Bytes of a command at most: the longest known word has 11.
    private static let longestPayload = 64

    /// The wishes of the payload.
    ///
    /// Each is complete by itself: what it changes depends on the controller's state when it arrives
    /// there, not on an older one, so that a message never undoes the one before it.
    package func read(_ payload: [UInt8]) -> CommandReading {
        guard payload.count <= Self.longestPayload,
            let text = String(validating: payload, as: UTF8.self)
        else { return .refused("it is no text of at most \(Self.longestPayload) bytes") }
        switch self {
        case .mode: return Self.mode(text)
        case .temperature: return Self.temperature(text)
        case .preset: return Self.preset(text)
        case .clearFault: return Self.pressed(text, .clearLatch)
        case .calibrate: return Self.pressed(text, .calibrate)
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

    /// The temperature that is shown: the drying run's in the mode dry.
    private static func temperature(_ text: String) -> CommandReading {
        guard let number = Double(plain: text), let target = Celsius(untrusted: number) else {
            return .refused("a temperature is a number in °C")
        }
        return .wishes([.setShownTarget(target)])
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
