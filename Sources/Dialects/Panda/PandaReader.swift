import Chamber
import JSON
import Surroundings
import SwitchCore

/// Splits a message: roots in the order wifi, sta, ap, settings, printer, whatever their order in
/// the text (wire contract, section 2).
struct PandaReader {
    private(set) var actions: [PandaMessage.Action] = []
    private(set) var ignored = PandaIgnored()
    let device: DeviceView
    /// The kind once the wishes read so far are granted.
    var printerKind: DeviceProfile.PrinterKind

    init(device: DeviceView) {
        self.device = device
        printerKind = device.profile.printerKind
    }

    mutating func read(_ message: JSONObject) {
        let known = ["wifi", "sta", "ap", "settings", "printer"]
        // Sent by real clients, and allowed by the wire contract.
        let queries = ["query", "get_settings"]
        for (key, value) in message.members {
            if queries.contains(key) {
                if !actions.contains(.dump) { act(.dump) }
            } else if !known.contains(key) {
                ignore(key, "is not a known root")
            } else if value.object == nil {
                ignore(key, "is \(value.kindInWords), not an object")
            }
        }
        if let root = message["wifi"]?.object { readStationNetwork(root) }
        if let root = message["sta"]?.object { readStation(root) }
        if let root = message["ap"]?.object { readHotspot(root) }
        if let root = message["settings"]?.object { readSettings(root) }
        if let root = message["printer"]?.object { readPrinter(root) }
    }

    mutating func act(_ action: PandaMessage.Action) {
        actions.append(action)
    }

    mutating func ignore(_ place: String, _ reason: String) {
        ignored.add(place, reason)
    }

    /// Counts the members of `root` that are not in `known`.
    mutating func ignoreStrangers(_ root: JSONObject, named name: String, known: Set<String>) {
        for (key, _) in root.members where !known.contains(key) {
            ignore("\(name).\(key)", "is not a known field")
        }
    }

    /// A field that is a number, `nil` where it is missing or is none (the latter is counted).
    mutating func number(_ root: JSONObject, _ name: String, _ key: String) -> Double? {
        guard let value = root[key] else { return nil }
        if let number = value.number { return number }
        ignore("\(name).\(key)", "is \(value.kindInWords), not a number")
        return nil
    }

    /// A field that is text, `nil` where it is missing or is none (the latter is counted).
    mutating func text(_ root: JSONObject, _ name: String, _ key: String) -> String? {
        guard let value = root[key] else { return nil }
        if let text = value.string { return text }
        ignore("\(name).\(key)", "is \(value.kindInWords), not a text")
        return nil
    }

    /// Whether a field is a number other than 0: the wire's way to press a button.
    mutating func isPressed(_ root: JSONObject, _ name: String, _ key: String) -> Bool {
        guard let number = number(root, name, key) else { return false }
        return number != 0
    }

    private static let knownSettings: Set<String> = [
        "language", "printer_type", "set_temp", "temp", "filtertemp", "hotbedtemp", "filament_temp",
        "custom_temp", "filament_timer", "custom_timer", "filament_drying_mode", "work_mode",
        "isrunning", "work_on", "reset", "factory_reset",
        // Real clients send these beside others; they mean nothing here (section 5).
        "target_temp", "filter_temp", "drying_running", "ui_action",
    ]

    /// Values first, then what acts on them; the power last, so that off wins.
    mutating func readSettings(_ root: JSONObject) {
        ignoreStrangers(root, named: "settings", known: Self.knownSettings)
        readLanguage(root)
        readPrinterKind(root)
        if let target = nearestWhole(root, "set_temp", or: "temp") {
            act(.write(.setTemperature, target, .setTarget(Celsius(Double(target)))))
        }
        if let bed = nearestWhole(root, "filtertemp") {
            let held = Double(min(max(bed, 0), 120))
            act(.write(.fanBedThreshold, bed, .setFanBedThreshold(Celsius(held))))
        }
        if let bed = nearestWhole(root, "hotbedtemp") {
            let held = Double(min(max(bed, 40), 120))
            act(.write(.heatBedThreshold, bed, .setHeatBedThreshold(Celsius(held))))
        }
        if let target = nearestWhole(root, "filament_temp", or: "custom_temp") {
            act(.write(.customTemperature, target, .setCustomDryingTarget(Celsius(Double(target)))))
        }
        if let hours = nearestWhole(root, "filament_timer", or: "custom_timer") {
            act(.write(.customHours, hours, .setCustomDryingHours(hours)))
        }
        readPreset(root)
        readMode(root)
        readRun(root)
        readPower(root)
        if isPressed(root, "settings", "factory_reset") {
            act(.restoreFactorySettings)
        } else if isPressed(root, "settings", "reset") {
            act(.device(.restart))
        }
    }

    private mutating func readLanguage(_ root: JSONObject) {
        guard let text = text(root, "settings", "language") else { return }
        act(.device(.setLanguage(DeviceProfile.Language(rawValue: text) ?? .english)))
    }

    private mutating func readPrinterKind(_ root: JSONObject) {
        guard let number = whole(root, "printer_type") else { return }
        guard let named = DeviceProfile.PrinterKind(onWire: number) else {
            return ignore("settings.printer_type", "is \(number), not 1 or 2")
        }
        // A client that writes back what it was told must not end a kind that the wire does not know.
        let kind = printerKind.onWire == number ? printerKind : named
        printerKind = kind
        act(.setPrinterKind(kind))
        act(.respond(PandaResponse(.printerKind, isDone: true)))
    }

    /// A temperature or a number of hours, to the nearest whole one: the wire has no others.
    private mutating func nearestWhole(
        _ root: JSONObject,
        _ key: String,
        or other: String? = nil
    ) -> Int? {
        let first = number(root, "settings", key)
        let second = other.flatMap { number(root, "settings", $0) }
        guard let number = first ?? second else { return nil }
        // Beyond any temperature and any number of hours: noise, not something to clamp.
        guard abs(number) <= 9_999 else {
            ignore("settings.\(key)", "is outside every allowed range")
            return nil
        }
        return Int(number.rounded())
    }

    private mutating func readPreset(_ root: JSONObject) {
        guard let number = whole(root, "filament_drying_mode") else { return }
        guard let preset = UInt8(exactly: number).flatMap(DryingPreset.init) else {
            return ignore("settings.filament_drying_mode", "is \(number), not 1 to 3")
        }
        act(.selectPreset(preset))
    }

    private mutating func readMode(_ root: JSONObject) {
        guard let number = whole(root, "work_mode") else { return }
        guard let mode = UInt8(exactly: number).flatMap(OperatingMode.init) else {
            // 0 comes from real clients, meaning nothing.
            if number != 0 { ignore("settings.work_mode", "is \(number), not 1 to 3") }
            return
        }
        act(.write(.workMode, number, .setMode(mode)))
    }

    private mutating func readRun(_ root: JSONObject) {
        guard let value = root["isrunning"] else { return }
        if value.meansOff { return act(.write(.isRunning, 0, .stopDrying)) }
        guard let number = whole(root, "isrunning") else { return }
        guard number == 1 else {
            return ignore("settings.isrunning", "is \(number), not 0 or 1")
        }
        act(.write(.isRunning, number, .startDryingInMode))
    }

    private mutating func readPower(_ root: JSONObject) {
        guard let value = root["work_on"] else { return }
        if value.meansOff { return act(.write(.workOn, 0, .setPower(false))) }
        if value.bool == true { return act(.write(.workOn, 1, .setPower(true))) }
        // Numbers come from real clients; stock ignores them, and so do we but for 0.
        if value.number == nil {
            ignore("settings.work_on", "is \(value.kindInWords), not true or false")
        }
    }

    /// A field that is a whole number, `nil` where it is missing or is none (the latter is counted).
    private mutating func whole(_ root: JSONObject, _ key: String) -> Int? {
        guard let value = root[key] else { return nil }
        if let whole = value.wholeNumber { return whole }
        ignore("settings.\(key)", "is \(value.kindInWords), not a whole number")
        return nil
    }
}
