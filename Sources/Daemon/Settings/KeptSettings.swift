import Dialects
import Notify
package import Schema
import Settings

/// The service file, and what clients have set since: the state directory keeps that, and it lies over the file.
package struct KeptSettings: Sendable {
    /// Bytes of the largest file.
    package static let largestFile = ConfigurationFile.largestSize

    /// The service file, in `/etc` as a rule: this program never writes it.
    let base: ConfigurationFile
    /// What clients have set.
    private(set) var kept: ConfigurationFile

    package init(base: ConfigurationFile, kept: ConfigurationFile) {
        self.base = base
        self.kept = kept
    }

    /// The file that the state directory keeps.
    package static func path(in statePath: String) -> String { statePath + "/settings.conf" }

    /// The files of the state directory with what clients have set.
    static func paths(in statePath: String) -> [String] {
        let secrets = SettableSetting.all.compactMap { setting in
            if case .secret(let file, _) = setting.form { statePath + "/" + file } else { nil }
        }
        return [path(in: statePath)] + secrets
    }

    /// What holds.
    package var merged: ConfigurationFile { base.overlaid(by: kept) }

    /// The text of a setting that holds; `nil` where it is left out.
    func text(of setting: SettableSetting) -> String? {
        merged.value(setting.key, in: setting.section)
    }

    /// The contents of the file that is kept.
    var bytes: [UInt8] {
        let settings = kept.sections.map { section in
            (name: section.name, settings: section.settings.map { ($0.key, $0.value) })
        }
        let head =
            "# Written by the service: what its clients have set. It lies over hearth.conf.\n"
        return Array((head + ConfigurationFile.text(settings)).utf8)
    }

    /// The same with these changes, each a setting and its new text, `nil` to leave it out. A mistake in any is
    /// thrown, with the setting's name, and then nothing is changed.
    func changed(
        by changes: [(setting: SettableSetting, text: String?)]
    ) throws(APIProblem) -> KeptSettings {
        var sections: [(name: String, settings: [(key: String, value: String)])] =
            kept.sections.map { section in
                (section.name, section.settings.map { ($0.key, $0.value) })
            }
        for (setting, text) in changes {
            let index = sections.firstIndex { $0.name == setting.section }
            if index == nil { sections.append((setting.section, [])) }
            let place = index ?? sections.count - 1
            sections[place].settings.removeAll { $0.key == setting.key }
            let isInFile = base.value(setting.key, in: setting.section) != nil
            if let value = text ?? (isInFile ? ConfigurationFile.nothing : nil) {
                sections[place].settings.append((setting.key, value))
            }
        }
        sections.removeAll { $0.settings.isEmpty }
        let written = Array(ConfigurationFile.text(sections).utf8)
        let new = KeptSettings(
            base: base,
            kept: ConfigurationFile(written, name: "settings")
        )
        for (setting, text) in changes {
            guard let text, new.kept.value(setting.key, in: setting.section) != text else {
                continue
            }
            throw Self.problem("\(setting.name) must be one line without # and ;")
        }
        try new.check()
        return new
    }

    /// Throws where a service could not start with these settings.
    private func check() throws(APIProblem) {
        let service: ServiceFile
        do throws(Mistakes) {
            service = try ServiceFile(merged)
        } catch {
            guard let mistake = error.all.first else { return }
            let place = mistake.place ?? ""
            let setting = SettableSetting.all.first { place == "[\($0.section)] \($0.key)" }
            let name = setting?.name ?? (place.isEmpty ? "the settings" : place)
            throw Self.problem("\(name): \(mistake.found); \(mistake.allowed)")
        }
        guard service.notify.usesBroker, service.broker == nil else { return }
        throw Self.problem(
            "notify.mqtt: there is no connection to a broker; set mqtt.broker, or turn notify.mqtt off"
        )
    }

    private static func problem(_ message: String) -> APIProblem {
        APIProblem(status: 422, code: "bad_value", message: message)
    }
}
