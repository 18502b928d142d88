import Chamber
import JSON
import Notify
import Surroundings

/// What `GET /api/v1/settings` answers (`docs/api.md`); no secret is in it.
struct SettingsAnswer {
    let settings: KeptSettings
    let profile: DeviceProfile
    let isPasswordSet: Bool
    /// Whether the device is connected to the broker; `nil`: it does not try.
    let isConnected: Bool?
    let isRestartNeeded: Bool

    func encoded() -> [UInt8] {
        JSONWriter.object { json in
            for group in SettableSetting.groups {
                json.object(group) { json in
                    for setting in SettableSetting.all where setting.group == group {
                        write(setting, to: &json)
                    }
                    if group == "mqtt" {
                        let connection = isConnected.map { $0 ? "connected" : "not_connected" }
                        json.member("connection", connection ?? "off")
                    }
                    if group == "access" { json.member("password_set", isPasswordSet) }
                }
            }
            json.member("language", profile.language.word)
            json.member("unit", profile.unit.word)
            json.member("restart_needed", isRestartNeeded)
        }
    }

    private func write(_ setting: SettableSetting, to json: inout JSONWriter) {
        let text = settings.text(of: setting)
        switch setting.form {
        case .text:
            json.member(setting.member, text)
        case .number:
            json.member(setting.member, text.flatMap { Double(plain: $0) }, decimals: 4)
        case .flag(let standard):
            json.member(setting.member, text.map { $0 == "yes" } ?? standard)
        case .list:
            json.array(setting.member) { list in
                for part in (text ?? "").split(separator: ",") {
                    list.element(String(part).trimmed)
                }
            }
        case .address:
            json.member("\(setting.member)_place", text.flatMap { NoticeTarget(url: $0)?.place })
        case .secret:
            json.member("\(setting.member)_set", text != nil)
        }
    }
}

extension KeptSettings {
    /// What changed from `old` to these settings, for a person: a secret is told as changed, and never shown.
    ///
    /// - Parameter secrets: the settings whose secrets were given again, in the same file.
    func words(since old: KeptSettings, secrets: [SettableSetting]) -> [String] {
        SettableSetting.all.compactMap { setting in
            let (before, after) = (old.text(of: setting), text(of: setting))
            let isGiven = secrets.contains { $0.name == setting.name }
            guard before != after || isGiven else { return nil }
            switch setting.form {
            case .secret, .address:
                return
                    "\(setting.name) \(after == nil ? "removed" : before == nil ? "set" : "changed")"
            case .text, .number, .flag, .list:
                return "\(setting.name) from \(Self.shown(before)) to \(Self.shown(after))"
            }
        }
    }

    private static func shown(_ text: String?) -> String {
        text.map { $0.count > 60 ? $0.prefix(60) + "…" : $0 } ?? "its default"
    }
}
