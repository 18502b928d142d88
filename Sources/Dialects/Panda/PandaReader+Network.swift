import Chamber
import JSON
import Surroundings

extension PandaReader {
    /// `wifi`: search, or join a network.
    mutating func readStationNetwork(_ root: JSONObject) {
        ignoreStrangers(root, named: "wifi", known: ["scan", "ssid", "password"])
        if root["ssid"] != nil || root["password"] != nil {
            let (name, password) = (text(root, "wifi", "ssid"), text(root, "wifi", "password"))
            if let name, let password {
                join(DeviceProfile.Network(ssid: name, password: password))
            } else {
                ignore("wifi", "needs both ssid and password")
            }
        }
        if isPressed(root, "wifi", "scan") { act(.device(.scanNetworks)) }
    }

    private mutating func join(_ network: DeviceProfile.Network) {
        // IEEE 802.11: a WPA key has up to 64 digits.
        guard network.hasPossibleName, PandaText.isAcceptable(network.ssid, bytes: 64),
            PandaText.isAcceptable(network.password, bytes: 64)
        else {
            return ignore("wifi", "has a name or a password that no network can have")
        }
        act(.device(.joinNetwork(network)))
    }

    /// `sta`: the device's name.
    mutating func readStation(_ root: JSONObject) {
        ignoreStrangers(root, named: "sta", known: ["hostname"])
        guard let name = text(root, "sta", "hostname") else { return }
        if PandaText.isHostname(name) {
            act(.awaited(.setHostname(name), .setHostname))
        } else {
            act(.respond(PandaResponse(.setHostname, isDone: false)))
        }
    }

    /// `ap`: the device's own network. Answered `set_ap`, or `set_hotspot_ip` where the address is
    /// another one than before.
    mutating func readHotspot(_ root: JSONObject) {
        ignoreStrangers(root, named: "ap", known: ["on", "ssid", "password", "ip"])
        let isOn = number(root, "ap", "on").map { $0 != 0 }
        let address = text(root, "ap", "ip")
        let name = text(root, "ap", "ssid")
        let password = text(root, "ap", "password")
        let hasNetwork = name != nil && password != nil
        if !hasNetwork, name != nil || password != nil {
            ignore("ap", "needs both ssid and password")
        }
        guard isOn != nil || address != nil || hasNetwork else { return }
        let moves = address.map { $0 != device.profile.hotspotAddress } ?? false
        let isValid =
            (address.map(PandaText.isIPv4) ?? true)
            && (!hasNetwork || Self.isHotspot(name ?? "", password ?? ""))
        let kind = moves ? PandaResponse.Kind.setHotspotAddress : .setHotspot
        guard isValid else { return act(.respond(PandaResponse(kind, isDone: false))) }
        var wishes: [DeviceWish] = []
        if hasNetwork || moves {
            // An empty secret is what everyone is shown, so it comes back as "unchanged".
            let secret = !hasNetwork || password == "" ? nil : password
            wishes.append(
                .configureHotspot(
                    ssid: hasNetwork ? name : nil,
                    password: secret,
                    address: moves ? address : nil
                )
            )
        }
        if let isOn { wishes.append(.setHotspot(isOn: isOn)) }
        // The last wish's outcome is the answer; without a wish, nothing had to change.
        guard let last = wishes.popLast() else {
            return act(.respond(PandaResponse(kind, isDone: true)))
        }
        for wish in wishes { act(.device(wish)) }
        act(.awaited(last, kind))
    }

    private static func isHotspot(_ name: String, _ password: String) -> Bool {
        !name.isEmpty && PandaText.isAcceptable(name, bytes: 32)
            && PandaText.isAcceptable(password, bytes: 64)
            && (password.isEmpty || password.utf8.count >= 8)
    }

    /// `printer`: search, bind, unbind, for the kind of printer in use.
    mutating func readPrinter(_ root: JSONObject) {
        ignoreStrangers(
            root,
            named: "printer",
            known: ["scan", "scan_port", "name", "sn", "access_code", "ip", "port", "disconnect"]
        )
        if isPressed(root, "printer", "disconnect") { act(.device(.unbindPrinter)) }
        switch printerKind {
        case .bambu: readBambu(root)
        case .klipper, .octoPrint, .prusaLink, .told: readKlipper(root)
        }
    }

    private mutating func readBambu(_ root: JSONObject) {
        if isPressed(root, "printer", "scan") { act(.device(.scanPrinters(port: nil))) }
        let keys = ["name", "sn", "access_code", "ip"]
        guard keys.contains(where: { root[$0] != nil }) else { return }
        let texts = keys.compactMap { root[$0]?.string }
        guard texts.count == keys.count else {
            return ignore("printer", "needs name, sn, access_code and ip, all of them text")
        }
        guard texts.allSatisfy({ PandaText.isAcceptable($0, bytes: 63) }) else {
            return ignore("printer", "has a text that no printer can have")
        }
        var binding = DeviceProfile.BambuBinding()
        (binding.name, binding.serial) = (texts[0], texts[1])
        (binding.accessCode, binding.address) = (texts[2], texts[3])
        act(.device(.bindBambu(binding)))
    }

    private mutating func readKlipper(_ root: JSONObject) {
        if root["scan_port"] != nil || root["scan"] != nil {
            let port = port(root, "scan_port")
            if let port {
                act(.device(.scanPrinters(port: port)))
            } else if root["scan_port"] == nil, isPressed(root, "printer", "scan") {
                act(.device(.scanPrinters(port: DeviceProfile.KlipperBinding().port)))
            }
        }
        guard root["name"] != nil || root["ip"] != nil || root["port"] != nil else { return }
        // People type address and port alone; the name is the address then.
        guard let address = root["ip"]?.string, let port = port(root, "port"),
            let name = root["name"].map({ $0.string }) ?? address
        else {
            return ignore("printer", "needs ip as text, port as a number, and a name that is text")
        }
        guard PandaText.isAcceptable(name, bytes: 63), PandaText.isAcceptable(address, bytes: 63)
        else {
            return ignore("printer", "has a text that no printer can have")
        }
        var binding = DeviceProfile.KlipperBinding()
        (binding.name, binding.address, binding.port) = (name, address, port)
        if let place = MoonrakerAddress(address) { binding.move(to: place) }
        if printerKind != .klipper { act(.device(.setPrinterKind(.klipper))) }
        act(.device(.bindKlipper(binding)))
    }

    /// A TCP port, `nil` where it is missing or is none (the latter is counted).
    private mutating func port(_ root: JSONObject, _ key: String) -> Int? {
        guard let value = root[key] else { return nil }
        if let port = value.wholeNumber, (1...65_535).contains(port) { return port }
        ignore("printer.\(key)", "is not a port from 1 to 65535")
        return nil
    }
}
