import Chamber
package import SwitchCore

/// What surrounds the controller: names, networks and printer, as they were wished and as they are.
///
/// A value without clock, network or disk. It has no deadline: its tick is due whenever somebody looks.
package struct DeviceMachine: Equatable, Sendable {
    /// What happened around the controller.
    package enum Event: Equatable, Sendable {
        case wish(DeviceWish)
        case printer(PrinterNews)
        case host(HostNews)
        /// Somebody is about to look at the status.
        case tick
    }

    /// What the daemon has to do beyond keeping and storing the profile.
    package enum Effect: Equatable, Sendable {
        case printer(PrinterRequest)
        case host(HostRequest)
        /// Restart the service.
        case restart
        /// Wipe the stored settings, then restart the service.
        case wipeAndRestart
    }

    /// What was wished and is stored.
    package private(set) var profile: DeviceProfile
    /// What was last heard of network and printer; not stored.
    package private(set) var status: DeviceStatus

    /// Both as one value.
    package var view: DeviceView { DeviceView(profile: profile, status: status) }

    /// As it was before wishes that are not settled yet: what is taken back becomes this again.
    private var proven: DeviceProfile
    private var networkSearch = DeviceSearch<String>()
    private var printerSearch = DeviceSearch<DeviceStatus.FoundPrinter>()

    /// Keeps `profile` as it was stored; `address` is where clients reach the machine.
    package init(profile: DeviceProfile, address: String, standsAlone: Bool = false) {
        self.profile = profile
        proven = profile
        status = DeviceStatus()
        status.address = address
        status.standsAlone = standsAlone
        status.printerLink = profile.printer == nil ? .unbound : .connecting
    }

    /// Takes an event in, and says what is left to do.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .wish(let wish): return grant(wish, at: now)
        case .printer(let news): receive(news, at: now)
        case .host(let news): receive(news)
        case .tick: showFindings(at: now)
        }
        return []
    }

    private mutating func grant(_ wish: DeviceWish, at now: Instant) -> [Effect] {
        switch wish {
        case .setLanguage(let language):
            profile.language = language
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
            // What a search for the other kind found is of no use here.
            status.printerScan = .idle
            printerSearch.cancel()
            return follow()
        case .bindBambu(let binding):
            profile.bambu = binding.keepingSecrets(of: profile.bambu)
            return follow()
        case .bindKlipper(let binding):
            profile.klipper = binding.keepingSecret(of: profile.klipper)
            return follow()
        case .unbindPrinter:
            unbind()
            return follow()
        case .scanNetworks:
            status.networkScan = .running
            networkSearch.begin(at: now)
            return [.host(.scanNetworks)]
        case .scanPrinters(let port):
            status.printerScan = .running
            printerSearch.begin(at: now)
            return [.printer(.search(profile.printerKind, port: port))]
        case .restart:
            return [.restart]
        case .restoreFactorySettings:
            forgetWishes()
            return follow() + [.host(.forgetNetworks), .wipeAndRestart]
        }
    }

    /// Puts the profile back to a new device's.
    private mutating func forgetWishes() {
        let (identity, hotspot) = (profile.identity, profile.hotspot)
        profile = DeviceProfile()
        profile.identity = identity
        // There is no well-known password to fall back to, so the generated one stays.
        profile.hotspot.password = hotspot.password
        proven = profile
    }

    /// News from the printers' thread; what auto mode needs of them is not kept here.
    private mutating func receive(_ news: PrinterNews, at now: Instant) {
        switch news {
        case .link(let state, let trouble):
            // News of a printer that has been unbound since may still be on their way.
            guard profile.printer != nil else { return }
            status.printerLink = state
            status.printerTrouble = trouble
            if state != .connected { status.printer = nil }
        case .report(let report):
            guard status.printerLink == .connected else { return }
            status.printer = report
            status.printerReportedAt = now
        case .found(let printers):
            printerSearch.end(with: printers)
        case .trusted(let serial, let certificate):
            // Another printer may have been bound while these were on their way.
            guard serial == profile.bambu.serial else { return }
            profile.bambu.certificate = certificate
        case .bed:
            break
        }
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
        case .networks(let names):
            networkSearch.end(with: names)
        case .outcome(let outcome):
            status.hostTrouble = outcome.trouble ?? ""
            if outcome.trouble != nil { restore(outcome.subject) }
        case .takenBack(let subject, let text):
            status.hostTrouble = text
            restore(subject)
        case .settled(let subject):
            confirm(subject)
        case .remark:
            break
        }
    }

    /// What was wished of this is in force.
    private mutating func confirm(_ subject: HostSubject) {
        proven.copy(subject, from: profile)
    }

    /// What was wished of this is not in force, so that it must not be shown.
    private mutating func restore(_ subject: HostSubject) {
        profile.copy(subject, from: proven)
    }

    /// Shows what the searches found whose time has come.
    private mutating func showFindings(at now: Instant) {
        if let networks = networkSearch.collect(at: now) {
            status.foundNetworks = networks
            status.networkScan = .done
        }
        if let printers = printerSearch.collect(at: now) {
            status.foundPrinters = printers
            status.printerScan = .done
        }
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

    /// Another printer counts from now on, or none.
    private mutating func follow() -> [Effect] {
        status.printer = nil
        status.printerTrouble = ""
        status.printerLink = profile.printer == nil ? .unbound : .connecting
        return [.printer(.follow(profile.printer))]
    }

    private mutating func unbind() {
        switch profile.printerKind {
        case .bambu: profile.bambu = DeviceProfile.BambuBinding()
        case .klipper: profile.klipper = DeviceProfile.KlipperBinding()
        }
    }
}

extension DeviceProfile {
    /// Makes what belongs to `subject` the same as in `other`.
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

extension DeviceProfile.BambuBinding {
    /// An empty access code keeps the one that was given, and the same printer is trusted as before.
    /// Another printer gets neither: a person who may bind must not be able to send a secret elsewhere.
    fileprivate func keepingSecrets(of old: Self) -> Self {
        guard serial == old.serial else { return self }
        var new = self
        if new.accessCode.isEmpty { new.accessCode = old.accessCode }
        if new.certificate.isEmpty { new.certificate = old.certificate }
        return new
    }
}

extension DeviceProfile.KlipperBinding {
    /// An empty key keeps the one that was given for the same place; it goes out in clear, so another
    /// place never gets it.
    fileprivate func keepingSecret(of old: Self) -> Self {
        guard apiKey.isEmpty, address == old.address, port == old.port else { return self }
        var new = self
        new.apiKey = old.apiKey
        return new
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
