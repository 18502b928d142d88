package import Chamber
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
    /// Bytes of a command at most: the longest known word has 11.
    private static let longestPayload = 64

    /// The wishes of the payload, given the current snapshot.
    package func read(_ payload: [UInt8], _ snapshot: Snapshot) -> CommandReading {
        guard payload.count <= Self.longestPayload,
            let text = String(validating: payload, as: UTF8.self)
        else { return .refused("it is no text of at most \(Self.longestPayload) bytes") }
        switch self {
        case .mode: return Self.mode(text, snapshot)
        case .temperature: return Self.temperature(text, snapshot)
        case .preset: return Self.preset(text)
        case .clearFault: return Self.pressed(text, .clearLatch)
        case .calibrate: return Self.pressed(text, .calibrate)
        }
    }

    private static func mode(_ text: String, _ snapshot: Snapshot) -> CommandReading {
        guard let mode = HomeAssistantMode(rawValue: text) else {
            let known = HomeAssistantMode.allCases.map(\.rawValue).joined(separator: ", ")
            return .refused("a mode is one of \(known)")
        }
        switch mode {
        case .off: return .wishes([.setPower(false)])
        // One wish each, so that no beat sees half of it.
        case .heat: return .wishes([.heat(to: snapshot.settings.target)])
        case .dry: return .wishes([.dryPreset(snapshot.settings.dryingPreset)])
        // The mode first: with the power first a beat could heat in the old mode.
        case .auto: return .wishes([.setMode(.auto), .setPower(true)])
        }
    }

    /// The temperature that is shown: the drying programme's while that is in use.
    private static func temperature(_ text: String, _ snapshot: Snapshot) -> CommandReading {
        guard let number = Double(text), let target = Celsius(untrusted: number) else {
            return .refused("a temperature is a number in °C")
        }
        guard HomeAssistantMode(snapshot) == .dry else { return .wishes([.setTarget(target)]) }
        guard snapshot.settings.dryingPreset == .custom else {
            return .refused(
                "the temperature of a drying run comes with its preset: choose the preset custom"
            )
        }
        return .wishes([.setCustomDryingTarget(target)])
    }

    private static func preset(_ text: String) -> CommandReading {
        guard let preset = DryingPreset(word: text) else {
            let known = DryingPreset.allCases.map(\.word).joined(separator: ", ")
            return .refused("a preset is one of \(known)")
        }
        return .wishes([.selectDryingPreset(preset)])
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
