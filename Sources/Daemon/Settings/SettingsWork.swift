import Chamber
import Dialects
import Schema
import Server
import Settings
import Surroundings
import SwitchCore
import System
import Threads

/// What the thread of the settings does.
struct SettingsWork: Work {
    let host: SettingsHost
    /// What holds once the service has restarted.
    private var settings: KeptSettings
    /// What this run of the service began with.
    private let begun: KeptSettings
    /// A secret was given in place of another, in the same file.
    private var hasNewSecret = false

    init(_ host: SettingsHost, _ settings: KeptSettings) {
        self.host = host
        self.settings = settings
        begun = settings
    }

    func begin(at now: Instant) -> Instant? { nil }

    mutating func serve(_ messages: [SettingsService.Message], at now: Instant) -> Instant? {
        for message in messages {
            switch message {
            case .read(let reply): reply(.success(answer.encoded()))
            case .change(let body, let reply):
                reply(Self.result { () throws(APIProblem) in try change(body) })
            case .changePassword(let body, let reply):
                reply(Self.result { () throws(APIProblem) in try changePassword(body) })
            case .restart(let reply): reply(Self.result { () throws(APIProblem) in try restart() })
            }
        }
        return nil
    }

    func end(_ messages: [SettingsService.Message], at now: Instant) {}

    private static func result(
        _ body: () throws(APIProblem) -> [UInt8]
    ) -> Result<[UInt8], APIProblem> {
        do throws(APIProblem) {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }

    private var answer: SettingsAnswer {
        let service: ServiceFile?
        do throws(Mistakes) {
            service = try ServiceFile(begun.merged)
        } catch {
            service = nil
        }
        return SettingsAnswer(
            settings: settings,
            profile: host.device.view().profile,
            isPasswordSet: host.access.asksForPassword,
            isConnected: service?.broker == nil ? nil : host.shared.isConnected,
            isRestartNeeded: isRestartNeeded
        )
    }

    private var isRestartNeeded: Bool {
        hasNewSecret
            || SettableSetting.all.contains { setting in
                !setting.isLive && settings.text(of: setting) != begun.text(of: setting)
            }
    }

    // MARK: Changes

    private mutating func change(_ body: [UInt8]) throws(APIProblem) -> [UInt8] {
        let order = try SettingsOrder(parsing: body)
        var secrets: [(setting: SettableSetting, path: String, text: String)] = []
        var changes: [(setting: SettableSetting, text: String?)] = []
        for (setting, text) in order.changes {
            guard case .secret(let file, _) = setting.form, let text else {
                changes.append((setting, text))
                continue
            }
            let path = host.statePath + "/" + file
            secrets.append((setting, path, text))
            changes.append((setting, path))
        }
        changes += forgotten(by: changes)
        let new = try settings.changed(by: changes)
        for secret in secrets { try write(Array((secret.text + "\n").utf8), to: secret.path) }
        if !changes.isEmpty {
            try write(new.bytes, to: KeptSettings.path(in: host.statePath))
        }
        let words = new.words(since: settings, secrets: secrets.map(\.setting))
        settings = new
        hasNewSecret = hasNewSecret || !secrets.isEmpty
        use(new)
        for wish in order.wishes { host.device.grant(wish, from: order.requester) }
        if !words.isEmpty {
            record("Settings changed: \(words.joined(separator: "; ")).", by: order.requester)
        }
        return answer.encoded()
    }

    /// The secrets of places that change: they are for the old place, and are not sent to the new one.
    private func forgotten(
        by changes: [(setting: SettableSetting, text: String?)]
    ) -> [(setting: SettableSetting, text: String?)] {
        SettableSetting.all.compactMap { setting in
            guard case .secret(_, let places) = setting.form, settings.text(of: setting) != nil,
                !changes.contains(where: { $0.setting.name == setting.name })
            else { return nil }
            let isMoved = changes.contains { change in
                change.setting.group == setting.group && places.contains(change.setting.member)
                    && change.text != settings.text(of: change.setting)
            }
            return isMoved ? (setting, nil) : nil
        }
    }

    /// Puts into use what needs no restart.
    private func use(_ new: KeptSettings) {
        do throws(Mistakes) {
            host.shared.price = try ServiceFile(new.merged).energy
        } catch {
            // It was checked before it was kept.
        }
    }

    // MARK: Others

    func write(_ bytes: [UInt8], to path: String) throws(APIProblem) {
        do throws(SystemError) {
            try File.replace(path, with: bytes, forOwnerOfDirectory: true)
        } catch {
            throw APIProblem(
                status: 500,
                code: "store_failed",
                message:
                    "the settings could not be kept: \(error.summary); free some space on that disk"
            )
        }
    }

    func record(_ text: String, isTrouble: Bool = false, by requester: Requester) {
        host.events.record(
            DeviceEvent(.controller, isTrouble: isTrouble, text),
            from: requester
        )
    }

    private func restart() throws(APIProblem) -> [UInt8] {
        guard host.exchange.preventHeat() else { throw APIProblem(.heatIsOn) }
        host.device.grant(.restart, from: Requester(.api))
        return APIDeviceWish.accepted
    }
}
