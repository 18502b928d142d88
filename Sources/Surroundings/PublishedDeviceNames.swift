// The published names of this room's enumerations: in the API, in files and in the log.

import Chamber

extension DeviceProfile.Language: Worded {
    package var word: String { rawValue }
}

extension DeviceProfile.Unit: Worded {
    package var word: String { rawValue }
}

extension DeviceProfile.PrinterKind: Worded {
    package var word: String {
        switch self {
        case .bambu: "bambu"
        case .klipper: "klipper"
        case .octoPrint: "octoprint"
        case .prusaLink: "prusalink"
        case .told: "told"
        }
    }
}

extension DeviceStatus.StationState: Worded {
    package var word: String {
        switch self {
        case .noNetwork: "no_network"
        case .connecting: "connecting"
        case .connected: "connected"
        case .reconnecting: "reconnecting"
        case .wrongPassword: "wrong_password"
        }
    }
}

extension PrinterLinkState: Worded {
    package var word: String {
        switch self {
        case .unbound: "unbound"
        case .connecting: "connecting"
        case .connected: "connected"
        case .wrongAddress: "wrong_address"
        case .wrongSerial: "wrong_serial"
        case .wrongAccess: "wrong_access"
        case .failed: "failed"
        }
    }
}

extension DeviceStatus.Scan: Worded {
    package var word: String {
        switch self {
        case .idle: "idle"
        case .running: "running"
        case .done: "done"
        }
    }
}

extension ToldReport.State: Worded {
    package var word: String {
        switch self {
        case .preparing: "preparing"
        case .printing: "printing"
        case .paused: "paused"
        case .idle: "idle"
        case .finished: "finished"
        case .failed: "failed"
        }
    }
}
