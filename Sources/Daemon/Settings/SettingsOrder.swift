import Chamber
import Dialects
import JSON
import Surroundings

/// What the body of `POST /api/v1/settings` asks for (`docs/api.md`).
struct SettingsOrder {
    /// Each setting that is to change, and its text in a file; `nil` to leave it out.
    private(set) var changes: [(setting: SettableSetting, text: String?)] = []
    /// Wishes for what is no setting of the file.
    private(set) var wishes: [DeviceWish] = []
    let requester: Requester

    private static let example = #"{"energy":{"price_per_kwh":0.32}}"#

    /// Reads the body; a value is never repeated where it may be a secret.
    init(parsing body: [UInt8]) throws(APIProblem) {
        let object = try Self.object(in: body)
        requester = Requester(try Self.requester(in: object))
        for (key, value) in object.members where key != "requester" {
            switch key {
            case "unit": wishes.append(.setUnit(try Self.word(key, value)))
            case "language": wishes.append(.setLanguage(try Self.word(key, value)))
            default: try read(key, value)
            }
        }
        guard !changes.isEmpty || !wishes.isEmpty else {
            throw Self.bad("the body sets nothing: send for instance \(Self.example)")
        }
    }

    private mutating func read(_ group: String, _ value: JSONValue) throws(APIProblem) {
        let known = SettableSetting.groups + ["unit", "language"]
        guard SettableSetting.groups.contains(group) else {
            throw Self.unknown(group, among: known, in: "")
        }
        guard let members = value.object?.members else {
            throw Self.bad("\(group) must be an object, as in \(Self.example)")
        }
        let settings = SettableSetting.all.filter { $0.group == group }
        for (member, value) in members {
            guard let setting = settings.first(where: { $0.member == member }) else {
                throw Self.unknown(member, among: settings.map(\.member), in: "\(group).")
            }
            guard !setting.isReadOnly else {
                throw Self.bad("\(setting.name) is changed in hearth.conf alone, on the machine")
            }
            changes.append((setting, try setting.text(of: value)))
        }
    }

    private static func object(in body: [UInt8]) throws(APIProblem) -> JSONObject {
        do throws(JSONError) {
            if let object = try JSONValue(parsing: body).object { return object }
        } catch {
            throw APIProblem(
                status: 400,
                code: "bad_json",
                message: "the body is no JSON: \(error)"
            )
        }
        throw APIProblem(
            status: 400,
            code: "bad_json",
            message: "the body must be an object such as \(example)"
        )
    }

    private static func requester(in object: JSONObject) throws(APIProblem) -> Requester.Kind {
        guard let value = object["requester"] else { return .api }
        let kinds: [Requester.Kind] = [.api, .page, .commandLine]
        guard let kind = kinds.first(where: { $0.word == value.string }) else {
            throw bad("requester must be api, page or command_line")
        }
        return kind
    }

    private static func word<Choice: Worded>(
        _ name: String,
        _ value: JSONValue
    ) throws(APIProblem) -> Choice {
        if let choice = value.string.flatMap({ Choice(word: $0) }) { return choice }
        let words = Choice.allCases.map(\.word).joined(separator: ", ")
        throw bad("\(name) must be one of: \(words)")
    }

    private static func unknown(
        _ key: String,
        among known: [String],
        in group: String
    ) -> APIProblem {
        let shown = String(key.prefix(40)).harmless
        let hint = shown.nearest(among: known).map { "did you mean \"\(group)\($0)\"?" }
        return bad(
            "unknown setting \"\(group)\(shown)\": "
                + (hint ?? "known: \(known.joined(separator: ", "))")
        )
    }

    static func bad(_ message: String) -> APIProblem {
        APIProblem(status: 400, code: "bad_value", message: message)
    }
}

extension SettableSetting {
    /// Bytes of a value: 60 addresses of sites, and the longest list in a file.
    private static let longest = 2_000
    private static let longestSecret = 256

    /// The text in a file for a value; `nil` where it is `null` or empty, and the setting is left out.
    fileprivate func text(of value: JSONValue) throws(APIProblem) -> String? {
        if value == .null { return nil }
        switch form {
        case .text, .address:
            guard let text = value.string else { throw problem("must be a text or null") }
            return try whole(text)
        case .secret:
            guard let text = value.string else { throw problem("must be a text or null") }
            guard text.utf8.count <= Self.longestSecret, text == text.harmless,
                !text.contains("\n"), text == text.trimmed
            else { throw problem("must be one line of at most \(Self.longestSecret) bytes") }
            return text.isEmpty ? nil : text
        case .number:
            guard let number = value.number else { throw problem("must be a number or null") }
            return number.plain
        case .flag:
            guard let flag = value.bool else { throw problem("must be true, false or null") }
            return flag ? "yes" : "no"
        case .list:
            guard case .array(let values) = value, values.count == value.strings.count else {
                throw problem("must be a list of texts or null")
            }
            guard !value.strings.contains(where: { $0.contains(",") }) else {
                throw problem("must be a list of texts without commas")
            }
            return try whole(value.strings.joined(separator: ", "))
        }
    }

    private func whole(_ text: String) throws(APIProblem) -> String? {
        guard text.utf8.count <= Self.longest else {
            throw problem("must be at most \(Self.longest) bytes long")
        }
        return text.trimmed.isEmpty ? nil : text.trimmed
    }

    private func problem(_ words: String) -> APIProblem {
        SettingsOrder.bad("\(name) \(words)")
    }
}
