import Chamber
import SwitchCore

/// The words of DragonBreath's interface for what the controller does.
extension Snapshot {
    /// The mode in force.
    var dragonBreathMode: String {
        guard settings.isOn else { return "off" }
        return switch settings.mode {
        case .alwaysOn: "power_on"
        case .auto: "auto"
        case .drying: "drying"
        }
    }

    /// The target that somebody asked for; 0 with the power off.
    var dragonBreathTarget: Celsius {
        guard settings.isOn else { return Celsius(0) }
        return settings.mode == .drying ? drying.target : settings.target
    }

    /// Who is behind the state: whose lease the heat depends on, else who changed the settings last.
    ///
    /// The module of Klipper gives its lease up where the source is another than `klipper`. A change of the
    /// target by someone else leaves the lease in force, so the source stays.
    var dragonBreathSource: String {
        if latch != nil { return "safety" }
        if !settings.isOn {
            switch offReason {
            case .boot: return "boot"
            case .fault, .heatBalance: return "safety"
            case .leaseExpired, .sessionLimit, .overrun, .clock: return "watchdog"
            case .wish, .calibrationOver: break
            }
        }
        let requester = settings.isOn ? lease?.requester ?? settingsChangedBy : settingsChangedBy
        return switch requester.kind {
        case .dragonBreath: requester.isKlipper ? "klipper" : "web"
        case .button: "button"
        case .controller, .store: "watchdog"
        case .panda, .page, .api, .commandLine, .printer, .scenario, .homeAssistant, .reefnet,
            .deviceLink:
            "web"
        }
    }

    /// Why the blower runs, or does not.
    var dragonBreathFanReason: String {
        if latch != nil { return "fault" }
        guard isFanOn else { return "off" }
        return switch activity {
        case .coolingDown: "thermal_purge"
        case .ventilating: "auto_filter"
        case .heating, .holding, .calibrating, .paused: "heater"
        case .off, .waiting, .latched: "requested"
        }
    }
}

extension Requester {
    /// A client of DragonBreath's interface. Whether it is a module of Klipper's or a page is in the number, so that
    /// it is known as long as the wish has effects.
    static func dragonBreath(_ number: UInt64, isKlipper: Bool) -> Requester {
        Requester(.dragonBreath, session: number << 1 | (isKlipper ? 1 : 0))
    }

    /// Whether such a client is a module of Klipper's.
    var isKlipper: Bool { kind == .dragonBreath && session & 1 == 1 }
}
