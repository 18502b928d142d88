import Chamber
import Surroundings

extension DeviceView {
    /// The wire's `printer.state` for the kind of printer in force (wire contract, section 6).
    var printerState: Int {
        if status.standsAlone, status.printerLink == .unbound { return 3 }
        return switch profile.printerKind {
        case .bambu: Self.bambuState(status.printerLink)
        case .klipper: Self.klipperState(status.printerLink)
        }
    }

    private static func bambuState(_ link: PrinterLinkState) -> Int {
        switch link {
        case .unbound: 0
        case .connecting: 2
        case .connected: 3
        case .wrongAddress: 4
        case .wrongSerial: 5
        case .wrongAccess: 6
        case .failed: 7
        }
    }

    private static func klipperState(_ link: PrinterLinkState) -> Int {
        switch link {
        case .unbound: 0
        case .wrongAddress: 1
        case .connecting: 2
        case .connected: 3
        case .wrongSerial, .wrongAccess, .failed: 4
        }
    }
}
