import Chamber
import JSON
package import Surroundings

extension PandaFrames {
    /// The changes around the controller, all roots in one frame; `nil` where nothing changed that
    /// clients see.
    package static func changes(from old: DeviceView, to new: DeviceView) -> [UInt8]? {
        let networks = new.status.foundNetworks
        let scanChanged =
            old.status.networkScan != new.status.networkScan
            || (new.status.networkScan == .done && old.status.foundNetworks != networks)
        let linkChanged =
            old.status.stationState != new.status.stationState
            || old.status.stationError != new.status.stationError
        let addressChanged = old.status.address != new.status.address
        let hotspotChanged = old.profile.isHotspotOn != new.profile.isHotspotOn
        let languageChanged = old.profile.language != new.profile.language
        let printer = PrinterChange(from: old, to: new)
        let isSilent =
            !scanChanged && !linkChanged && !addressChanged && !hotspotChanged
            && !languageChanged && printer.isNone
        guard !isSilent else { return nil }
        return JSONWriter.object { json in
            if scanChanged { json.object("wifi") { writeNetworkScan(new.status, to: &$0) } }
            if linkChanged || addressChanged {
                json.object("sta") { json in
                    if linkChanged { writeLink(new.status, to: &json) }
                    if addressChanged { json.member("ip", shownAddress(new.status.address)) }
                }
            }
            if hotspotChanged {
                json.object("ap") { $0.member("on", new.profile.isHotspotOn ? 1 : 0) }
            }
            if languageChanged {
                json.object("settings") { $0.member("language", new.profile.language.rawValue) }
            }
            writePrinterChange(printer, new, to: &json)
        }
    }

    /// A language that a client has written, for all of them.
    package static func language(_ language: DeviceProfile.Language) -> [UInt8] {
        JSONWriter.object { json in
            json.object("settings") { $0.member("language", language.rawValue) }
        }
    }

    // MARK: Parts of the dump

    static func writeStationNetwork(_ status: DeviceStatus, to json: inout JSONWriter) {
        // Never empty: an empty name sends the user to the set-up wizard (section 6).
        let name = PandaText.shown(status.networkName, bytes: 32)
        json.member("ssid", name.isEmpty ? "Wired" : name)
        json.member("password", "")
        writeNetworkScan(status, to: &json)
    }

    static func writeStation(_ device: DeviceView, to json: inout JSONWriter) {
        json.member("hostname", PandaText.shown(device.profile.hostname, bytes: 32))
        json.member("ip", shownAddress(device.status.address))
        writeLink(device.status, to: &json)
    }

    static func writeHotspot(_ profile: DeviceProfile, to json: inout JSONWriter) {
        json.member("ssid", PandaText.shown(profile.hotspot.ssid, bytes: 32))
        json.member("password", "")
        json.member("ip", shownAddress(profile.hotspotAddress))
        json.member("on", profile.isHotspotOn ? 1 : 0)
    }

    static func writePrinter(_ device: DeviceView, to json: inout JSONWriter) {
        writeBinding(device.profile, to: &json)
        json.member("state", device.printerState)
        json.member("scan", Int(device.status.printerScan.rawValue))
        writeFoundPrinters(device, to: &json)
    }

    private static func writeBinding(_ profile: DeviceProfile, to json: inout JSONWriter) {
        switch profile.printerKind {
        case .octoPrint:
            writeHost(
                profile.octoPrint.name,
                profile.octoPrint.address,
                profile.octoPrint.port,
                to: &json
            )
        case .prusaLink:
            writeHost(
                profile.prusaLink.name,
                profile.prusaLink.address,
                profile.prusaLink.port,
                to: &json
            )
        case .told: writeHost(profile.toldName, "", DeviceProfile.KlipperBinding().port, to: &json)
        case .bambu:
            json.member("name", PandaText.shown(profile.bambu.name, bytes: 64))
            json.member("sn", PandaText.shown(profile.bambu.serial, bytes: 64))
            json.member("access_code", "")
            json.member("ip", shownAddress(profile.bambu.address))
        case .klipper:
            writeHost(
                profile.klipper.name,
                profile.klipper.address,
                profile.klipper.port,
                to: &json
            )
        }
    }

    /// The page reads host and port in this mode and throws without (trap 7).
    private static func writeHost(
        _ name: String,
        _ address: String,
        _ port: Int,
        to json: inout JSONWriter
    ) {
        json.member("name", PandaText.shown(name, bytes: 64))
        json.member("host", shownAddress(address))
        json.member("port", port)
    }

    // MARK: Lists

    /// Most entries of a list of networks (wire contract, section 4).
    private static let mostNetworks = 20
    /// Bytes of a list, so that a frame with both lists and every other text at its longest stays
    /// under ``longest``: 2 × 1300, and the rest of the dump is under 1300.
    private static let listBytes = 1300

    private static func writeNetworkScan(_ status: DeviceStatus, to json: inout JSONWriter) {
        json.member("scan", Int(status.networkScan.rawValue))
        guard status.networkScan == .done else { return }
        let names = status.foundNetworks.filter {
            !$0.isEmpty && $0.utf8.count <= 32 && PandaText.isSafeForPage($0)
        }
        // 20 × (32 + `{"ssid":""},`) is 880 bytes: within a list's limit.
        json.array("list") { json in
            for name in names.prefix(mostNetworks) { json.object { $0.member("ssid", name) } }
        }
    }

    private static func writeFoundPrinters(_ device: DeviceView, to json: inout JSONWriter) {
        var room = listBytes
        json.array("list") { json in
            guard device.status.printerScan == .done else { return }
            for printer in device.status.foundPrinters where isShowable(printer) {
                let entry = JSONWriter.object { json in
                    writeFound(printer, device.profile.printerKind, to: &json)
                }
                room -= entry.count + 1
                guard room >= 0 else { return }
                json.object { writeFound(printer, device.profile.printerKind, to: &$0) }
            }
        }
    }

    private static func isShowable(_ printer: DeviceStatus.FoundPrinter) -> Bool {
        PandaText.isSafeForPage(printer.name) && PandaText.isSafeForPage(printer.serial)
            && PandaText.isSafeForPage(printer.address)
    }

    private static func writeFound(
        _ printer: DeviceStatus.FoundPrinter,
        _ kind: DeviceProfile.PrinterKind,
        to json: inout JSONWriter
    ) {
        switch kind {
        case .bambu:
            json.member("name", printer.name)
            json.member("sn", printer.serial)
            json.member("access_code", "")
            json.member("ip", printer.address)
        case .klipper, .octoPrint, .prusaLink, .told:
            json.member("sn", printer.address + String(printer.port))
            json.member("name", printer.name)
            json.member("ip", printer.address)
            json.member("port", printer.port)
        }
    }

    // MARK: Pushes

    /// What of the printer has changed. Nothing else is pushed: a list makes the page clear its
    /// fields, and a command line takes the first state after its binding for the answer.
    private struct PrinterChange: Equatable {
        var binding: Bool
        var state: Bool
        var scan: Bool

        init(from old: DeviceView, to new: DeviceView) {
            let isOfOtherKind = old.profile.printerKind != new.profile.printerKind
            var before = old.profile
            before.printerKind = new.profile.printerKind
            let isBoundAnew = PandaFrames.binding(before) != PandaFrames.binding(new.profile)
            binding = isOfOtherKind || isBoundAnew
            // The other kind's state is no answer to anything; a binding's end is one, also where it
            // is the same as before and came at once.
            let isDecided =
                new.status.printerLink != .unbound && new.status.printerLink != .connecting
            state =
                isBoundAnew && isDecided
                || !isOfOtherKind && old.printerState != new.printerState
            scan = old.status.printerScan != new.status.printerScan
        }

        var isNone: Bool { !binding && !state && !scan }
    }

    private static func binding(_ profile: DeviceProfile) -> [UInt8] {
        JSONWriter.object { writeBinding(profile, to: &$0) }
    }

    private static func writePrinterChange(
        _ change: PrinterChange,
        _ device: DeviceView,
        to json: inout JSONWriter
    ) {
        guard !change.isNone else { return }
        json.object("printer") { json in
            if change.binding { writeBinding(device.profile, to: &json) }
            if change.state { json.member("state", device.printerState) }
            guard change.scan else { return }
            json.member("scan", Int(device.status.printerScan.rawValue))
            if device.status.printerScan == .done { writeFoundPrinters(device, to: &json) }
        }
    }

    private static func writeLink(_ status: DeviceStatus, to json: inout JSONWriter) {
        json.member("state", Int(status.stationState.rawValue))
        json.member("auth_err_reason", status.stationError)
    }

    private static func shownAddress(_ address: String) -> String {
        PandaText.shown(address, bytes: 63)
    }
}

extension DeviceView {
    /// The wire's `printer.state` for the kind of printer in use (wire contract, section 6).
    var printerState: Int {
        if status.needsNoPrinter { return 3 }
        return switch profile.printerKind {
        case .bambu: Self.bambuState(status.printerLink)
        case .klipper, .octoPrint, .prusaLink, .told: Self.klipperState(status.printerLink)
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

extension DeviceProfile.PrinterKind {
    /// The number that the wire has for the kind; one that it does not know looks like Klipper, which has
    /// an address and no serial number.
    var onWire: Int {
        switch self {
        case .bambu: 1
        case .klipper, .octoPrint, .prusaLink, .told: 2
        }
    }

    /// `nil`: the wire has no such kind.
    init?(onWire number: Int) {
        switch number {
        case 1: self = .bambu
        case 2: self = .klipper
        default: return nil
        }
    }
}
