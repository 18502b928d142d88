import Chamber
import JSON
import Surroundings

/// Takes a message apart: roots in the order wifi, sta, ap, settings, printer, whatever order they
/// stand in (wire contract, section 2).
struct PandaReader {
    private(set) var actions: [PandaMessage.Action] = []
    private(set) var ignored = PandaIgnored()
    let device: DeviceView
    /// As it will be once what has been read so far is granted.
    var printerKind: DeviceProfile.PrinterKind

    init(device: DeviceView) {
        self.device = device
        printerKind = device.profile.printerKind
    }

    mutating func read(_ message: JSONObject) {
        let known = ["wifi", "sta", "ap", "settings", "printer"]
        // Asked for by real clients; welcome, says the wire contract.
        let queries = ["query", "get_settings"]
        for (key, value) in message.members {
            if queries.contains(key) {
                if !actions.contains(.dump) { act(.dump) }
            } else if !known.contains(key) {
                ignore(key, "is no root that is known here")
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
            ignore("\(name).\(key)", "is no field that is known here")
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
}
