import Chamber
package import SwitchCore

/// The device around the controller: names, networks and printer, as requested and as they are now.
///
/// A value without clock, network or disk. It has no deadline: the caller sends a tick before it reads
/// the status.
package struct DeviceMachine: Equatable, Sendable {
    /// What happened around the controller.
    package enum Event: Equatable, Sendable {
        case wish(DeviceWish)
        case printer(PrinterNews)
        case host(HostNews)
        /// The status is about to be read.
        case tick
    }

    /// What the daemon has to do, apart from storing the profile.
    package enum Effect: Equatable, Sendable {
        case printer(PrinterRequest)
        case host(HostRequest)
        /// Restart the service.
        case restart
        /// Wipe the stored settings, then restart the service.
        case wipeAndRestart
    }

    /// The requested settings; the daemon stores them.
    package private(set) var profile: DeviceProfile
    /// The last report of network and printer; not stored.
    package internal(set) var status: DeviceStatus

    /// Profile and status as one value.
    package var view: DeviceView { DeviceView(profile: profile, status: status) }

    /// The profile without the changes that are not confirmed yet: a failed change goes back to this.
    private var proven: DeviceProfile
    var networkSearch = DeviceSearch<String>()
    var printerSearch = DeviceSearch<DeviceStatus.FoundPrinter>()

    /// Starts with the stored `profile`; `address` is where clients reach the machine.
    package init(
        profile: DeviceProfile,
        address: String,
        standsAlone: Bool = false,
        fileAuto: AutoChoice? = nil,
        servesStockTopics: Bool = false
    ) {
        self.profile = profile
        proven = profile
        status = DeviceStatus()
        status.address = address
        status.standsAlone = standsAlone
        status.fileAuto = fileAuto
        status.servesStockTopics = servesStockTopics
        status.printerLink = profile.printer == nil ? .unbound : .connecting
    }

    /// Applies an event and returns what the daemon has to do.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .wish(let wish): return grant(wish, at: now)
        case .printer(let news): return receive(news, at: now)
        case .host(let news): receive(news)
        case .tick:
            showFindings(at: now)
            let hasReport = status.printer != nil
            status.printerAge = hasReport ? now.duration(since: status.printerReportedAt) : .zero
        }
        return []
    }

    private mutating func grant(_ wish: DeviceWish, at now: Instant) -> [Effect] {
        switch wish {
        case .setLanguage(let language):
            profile.language = language
            return []
        case .setUnit(let unit):
            profile.unit = unit
            return []
        case .setPresets(let presets):
            profile.presets = presets
            return []
        case .setHostname(let name):
            profile.hostname = name
            return [.host(.setHostname(name))]
        case .setDisplayName(let name):
            profile.displayName = name
            return []
        case .joinNetwork(let network):
            status.hostTrouble = ""
            profile.station.join(network)
            return [.host(.join(profile.station))]
        case .setHotspot(let isOn):
            status.hostTrouble = ""
            profile.isHotspotOn = isOn
            return [hotspotRequest]
        case .configureHotspot(let ssid, let password, let address):
            if let ssid { profile.hotspot.ssid = ssid }
            if let password { profile.hotspot.password = password }
            if let address { profile.hotspotAddress = address }
            if !profile.isHotspotOn { confirm(.hotspot) }
            return profile.isHotspotOn ? [hotspotRequest] : []
        case .keepNetwork:
            return [.host(.keepNetwork)]
        case .setPrinterKind(let kind):
            guard kind != profile.printerKind else { return [] }
            profile.printerKind = kind
            // The results are printers of the other kind.
            status.printerScan = .idle
            printerSearch.cancel()
            return follow()
        case .bindBambu, .bindKlipper, .bindOctoPrint, .bindPrusaLink, .bindTold:
            return bind(wish)
        case .reportPrinter(let report):
            return profile.printerKind == .told ? [.printer(.told(report))] : []
        case .unbindPrinter:
            unbind()
            return follow()
        case .setAutoChoice(let choice): return choose(choice)
        case .scanNetworks: return searchNetworks(at: now)
        case .scanPrinters(let port): return searchPrinters(port, at: now)
        case .restart: return [.restart]
        case .restoreFactorySettings:
            forgetWishes()
            return follow() + [.host(.forgetNetworks), .wipeAndRestart]
        }
    }

    /// Takes over a printer's binding, and follows it.
    private mutating func bind(_ wish: DeviceWish) -> [Effect] {
        switch wish {
        case .bindBambu(let binding):
            profile.bambu = binding.keepingSecrets(of: profile.bambu)
        case .bindKlipper(let binding):
            profile.klipper = binding.keepingSecret(of: profile.klipper)
        case .bindOctoPrint(let binding):
            profile.octoPrint = binding.keepingSecret(of: profile.octoPrint)
        case .bindPrusaLink(let binding):
            profile.prusaLink = binding.keepingSecret(of: profile.prusaLink)
        case .bindTold(let name):
            profile.toldName = name
        default: break
        }
        return follow()
    }

    /// The link begins again, so that no part of a report is judged by two rules.
    private mutating func choose(_ choice: AutoChoice) -> [Effect] {
        let before = view.autoChoice
        guard status.fileAuto == nil, AutoChoice.offered.contains(choice) else { return [] }
        profile.autoChoice = choice
        return choice == before ? [] : [.printer(.judge(by: choice))] + follow()
    }

    /// Resets the profile to that of a new device; identity and hotspot password stay.
    private mutating func forgetWishes() {
        let (identity, hotspot) = (profile.identity, profile.hotspot)
        profile = DeviceProfile()
        profile.identity = identity
        // There is no well-known password to fall back to, so the generated one stays.
        profile.hotspot.password = hotspot.password
        proven = profile
    }

    /// News from the printers' thread. The bed report for auto mode goes to the controller instead.
    private mutating func receive(_ news: PrinterNews, at now: Instant) -> [Effect] {
        switch news {
        case .link(let state, let trouble):
            // News of a printer may arrive after it was unbound.
            guard profile.printer != nil else { return [] }
            status.printerLink = state
            status.printerTrouble = trouble
            if state != .connected { status.printer = nil }
        case .report(let report):
            guard status.printerLink == .connected else { return [] }
            status.printer = report
            status.printerPlan = report.plan
            status.printerReportedAt = now
        case .found(let printers):
            printerSearch.end(with: printers)
        case .trusted(let serial, let certificate):
            // Another printer may have been bound in the meantime.
            guard serial == profile.bambu.serial else { return [] }
            profile.bambu.certificate = certificate
        case .accepted(let serial):
            guard serial == profile.bambu.serial else { return [] }
            profile.bambu.codeHasWorked = true
        case .movedBambu(let serial, let address):
            guard profile.printerKind == .bambu, serial == profile.bambu.serial else { return [] }
            profile.bambu.address = address
            return follow()
        case .movedKlipper(let old, let new):
            guard profile.printerKind == .klipper, old == profile.klipper.address else { return [] }
            profile.klipper.address = new
            return follow()
        case .bed:
            break
        }
        return []
    }

    /// News from the host's thread.
    private mutating func receive(_ news: HostNews) {
        switch news {
        case .link(let state, let error, let networkName, let address):
            status.stationState = state
            status.stationError = error
            status.networkName = networkName
            status.address = address
        case .hotspot(let isOn):
            profile.isHotspotOn = isOn
        case .announced(let name):
            status.announcedName = name
        case .networks(let names):
            networkSearch.end(with: names)
        case .outcome(let outcome):
            status.hostTrouble = outcome.trouble ?? ""
            if outcome.trouble != nil { restore(outcome.subject) }
        case .rolledBack(let subject, let text):
            status.hostTrouble = text
            restore(subject)
        case .settled(let subject):
            confirm(subject)
        case .remark:
            break
        }
    }

    /// The requested settings of `subject` are in force.
    private mutating func confirm(_ subject: HostSubject) {
        proven.copy(subject, from: profile)
    }

    /// The requested settings of `subject` failed: shows the confirmed ones again.
    private mutating func restore(_ subject: HostSubject) {
        profile.copy(subject, from: proven)
    }

    private var hotspotRequest: Effect {
        .host(
            .setHotspot(
                isOn: profile.isHotspotOn,
                profile.hotspot,
                address: profile.hotspotAddress
            )
        )
    }

    /// Follows the printer that is bound now, or none.
    private mutating func follow() -> [Effect] {
        (status.printer, status.printerPlan) = (nil, ChamberPlan())
        status.printerTrouble = ""
        status.printerLink = profile.printer == nil ? .unbound : .connecting
        return [.printer(.follow(profile.printer))]
    }

    private mutating func unbind() {
        switch profile.printerKind {
        case .bambu: profile.bambu = DeviceProfile.BambuBinding()
        case .klipper: profile.klipper = DeviceProfile.KlipperBinding()
        case .octoPrint: profile.octoPrint = DeviceProfile.WebBinding()
        case .prusaLink: profile.prusaLink = DeviceProfile.WebBinding()
        case .told: profile.toldName = ""
        }
    }
}

extension DeviceProfile {
    /// Copies the settings that belong to `subject` from `other`.
    fileprivate mutating func copy(_ subject: HostSubject, from other: DeviceProfile) {
        switch subject {
        case .hostname:
            hostname = other.hostname
        case .network:
            station = other.station
        case .hotspot:
            hotspot = other.hotspot
            hotspotAddress = other.hotspotAddress
            isHotspotOn = other.isHotspotOn
        case .scan, .forgetting, .keeping:
            break
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
