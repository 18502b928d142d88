import JSON
import SwitchCore

/// What Moonraker knows of the file that prints: its metadata, as the slicer wrote them.
struct KlipperFile: Equatable, Sendable {
    /// Below the folder of G-code files, as Klipper names it.
    let name: String
    /// When Moonraker was asked last.
    private(set) var askedAt: Instant
    private(set) var chamberWish = PrintJob.ChamberWish.pending
    private(set) var filaments: [String] = []

    /// Moonraker may still be reading a new file, and its answer may get lost.
    private static let betweenQuestions = Duration.seconds(15)
    /// More than any printer has tools.
    private static let mostFilaments = 64
    /// The chamber that the print needs, then the one that it may begin with: the second only where a
    /// file has no other.
    private static let chamberKeys = [
        "chamber_temp", "chamber_minimal_temp", "chamber_minimal_temperature",
    ]

    init(_ name: String, at now: Instant) {
        self.name = name
        askedAt = now
    }

    /// Whether Moonraker is to be asked again: it has not answered, or knew nothing of the file.
    func isOwed(at now: Instant) -> Bool {
        chamberWish != .otherFile && !isKnown
            && now.duration(since: askedAt) >= Self.betweenQuestions
    }

    private var isKnown = false

    mutating func ask(at now: Instant) { askedAt = now }

    /// Moonraker has no metadata of the file.
    mutating func receiveNothing() {
        guard !isKnown else { return }
        chamberWish = .none
    }

    /// Receives the answer; one that is not about this file, or that cannot be read, says nothing.
    mutating func receive(_ value: JSONValue) {
        guard let metadata = value.object else { return }
        if let answered = metadata["filename"]?.string, answered != name {
            chamberWish = .otherFile
            return
        }
        let types = Self.types(metadata["filament_type"])
        guard let named = Self.chamber(metadata) else { return }
        isKnown = true
        let used = Self.used(types, metadata)
        filaments = Self.names(used.map { types[$0] })
        if named <= 0 {
            chamberWish = .none
        } else {
            // A slicer writes a target for each filament, and Moonraker passes on the first.
            chamberWish = used.contains { $0 > 0 } ? .namedForTheFirst(named) : .named(named)
        }
    }

    /// The chamber's target in °C, 0 where the file names none; `nil`: it cannot be read.
    private static func chamber(_ metadata: JSONObject) -> Double? {
        for key in chamberKeys {
            switch metadata[key] {
            case nil, .null: continue
            case let value?:
                guard let number = value.number else { return nil }
                if number > 0 { return number }
            }
        }
        return 0
    }

    /// The types of all filaments that the slicer knew: `ABS`, `ABS;PLA`, or a list as JSON.
    private static func types(_ value: JSONValue?) -> [String] {
        let names: [String]
        switch value {
        case .array(let list): names = list.compactMap(\.string)
        case .string(let text):
            names = list(in: text) ?? text.split { $0 == ";" || $0 == "," }.map(String.init)
        default: names = []
        }
        return names.prefix(mostFilaments).map { name in
            String(name.drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" }.prefix(32))
        }
    }

    private static func list(in text: String) -> [String]? {
        guard text.hasPrefix("[") else { return nil }
        do throws(JSONError) {
            guard case .array(let list) = try JSONValue(parsing: Array(text.utf8)) else {
                return nil
            }
            return list.compactMap(\.string)
        } catch {
            return nil
        }
    }

    /// The places of those that the print uses: by its tools, else by what it takes of each, else all.
    private static func used(_ types: [String], _ metadata: JSONObject) -> [Int] {
        var used: [Int] = []
        if case .array(let tools) = metadata["referenced_tools"] {
            used = tools.compactMap(\.wholeNumber).filter(types.indices.contains)
        }
        if used.isEmpty, case .array(let list) = metadata["filament_weights"],
            list.count == types.count
        {
            used = types.indices.filter { (list[$0].number ?? 0) > 0 }
        }
        return used.isEmpty ? Array(types.indices) : used
    }

    /// Each name once.
    private static func names(_ names: [String]) -> [String] {
        var once: [String] = []
        for name in names where !name.isEmpty && !once.contains(name) { once.append(name) }
        return once
    }
}
