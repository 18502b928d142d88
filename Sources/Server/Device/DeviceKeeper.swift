package import Chamber

/// What surrounds the controller on a machine whose network Hearth does not manage and whose printers
/// it cannot reach yet: wishes are remembered, searches find nothing, and the status says what is so.
///
/// ```
/// network and printer scan: idle/done ──wish──▶ running ──1 s──▶ done, nothing found
/// ```
package struct DeviceKeeper: Equatable, Sendable {
    /// What the daemon has to do beyond keeping the value.
    package enum Effect: Equatable, Sendable {
        /// Nothing; the profile may have changed and is to be stored.
        case none
        /// Restart the service.
        case restart
        /// Wipe the stored profile, then restart the service.
        case wipeAndRestart
    }

    package private(set) var profile: DeviceProfile
    package private(set) var status: DeviceStatus

    /// Both as one value.
    package var view: DeviceView { DeviceView(profile: profile, status: status) }

    private var networkScanEnd: Instant?
    private var printerScanEnd: Instant?

    /// How long a search lasts: long enough for the page to show it, and twice the pushes' beat.
    private static let scanDuration = Duration.seconds(1)

    /// Keeps `profile` as it was stored; `address` is where clients reach the machine.
    package init(profile: DeviceProfile, address: String) {
        self.profile = profile
        status = DeviceStatus()
        status.address = address
        status.printerState = Self.printerState(profile)
    }

    /// Grants a wish and says what is left to do.
    package mutating func grant(_ wish: DeviceWish, at now: Instant) -> Effect {
        switch wish {
        case .setLanguage(let language): profile.language = language
        case .setHostname(let name): profile.hostname = name
        case .joinNetwork(let network): profile.station.join(network)
        case .setHotspot(let isOn): profile.isHotspotOn = isOn
        case .configureHotspot(let ssid, let password, let address):
            if let ssid { profile.hotspot.ssid = ssid }
            if let password { profile.hotspot.password = password }
            if let address { profile.hotspotAddress = address }
        case .setPrinterKind(let kind):
            guard kind != profile.printerKind else { break }
            profile.printerKind = kind
            // What a search for the other kind found is of no use here.
            status.printerScan = .idle
            printerScanEnd = nil
        case .bindBambu(var binding):
            if binding.accessCode.isEmpty { binding.accessCode = profile.bambu.accessCode }
            profile.bambu = binding
        case .bindKlipper(let binding): profile.klipper = binding
        case .unbindPrinter: unbind()
        case .scanNetworks:
            status.networkScan = .running
            networkScanEnd = now.advanced(by: Self.scanDuration)
        case .scanPrinters:
            status.printerScan = .running
            printerScanEnd = now.advanced(by: Self.scanDuration)
        case .restart: return .restart
        case .restoreFactorySettings:
            let hotspot = profile.hotspot
            profile = DeviceProfile()
            // There is no well-known password to fall back to, so the generated one stays.
            profile.hotspot.password = hotspot.password
            status.printerState = Self.printerState(profile)
            return .wipeAndRestart
        }
        status.printerState = Self.printerState(profile)
        return .none
    }

    /// Ends the searches whose time has come; says whether one did.
    @discardableResult
    package mutating func advance(to now: Instant) -> Bool {
        var hasChanged = false
        if let end = networkScanEnd, now >= end {
            networkScanEnd = nil
            status.networkScan = .done
            hasChanged = true
        }
        if let end = printerScanEnd, now >= end {
            printerScanEnd = nil
            status.printerScan = .done
            hasChanged = true
        }
        return hasChanged
    }

    private mutating func unbind() {
        switch profile.printerKind {
        case .bambu: profile.bambu = DeviceProfile.BambuBinding()
        case .klipper: profile.klipper = DeviceProfile.KlipperBinding()
        }
    }

    /// The wire's state of a printer that is remembered but cannot be reached: Bambu 7 (another
    /// error), Klipper 4 (failed), 0 where none is bound (wire contract, section 6).
    private static func printerState(_ profile: DeviceProfile) -> Int {
        switch profile.printerKind {
        case .bambu: profile.bambu.serial.isEmpty ? 0 : 7
        case .klipper: profile.klipper.address.isEmpty ? 0 : 4
        }
    }
}

extension DeviceProfile.Network {
    /// Remembers the network; an empty password for the same network keeps the one that is stored.
    fileprivate mutating func join(_ network: DeviceProfile.Network) {
        let keepsPassword = network.password.isEmpty && network.ssid == ssid
        ssid = network.ssid
        if !keepsPassword { password = network.password }
    }
}
