import Settings
import Store
import System

/// The service that keeps what clients set, and its connections to the other parts.
extension Daemon {
    /// Makes the service; `nil` where clients may change nothing.
    func settingsService(
        in statePath: String,
        _ core: Core,
        _ access: AccessService
    ) throws(StartError) -> SettingsService? {
        guard let settings = options.settings else { return nil }
        let host = SettingsHost(
            statePath: statePath,
            shared: core.shared,
            exchange: core.exchange,
            device: core.device,
            events: core.events,
            access: access
        )
        do throws(SystemError) {
            return try SettingsService(host, settings)
        } catch {
            throw StartError(error)
        }
    }

    /// Forgets what clients have set; called once in a device's life, when it is given away.
    static func forgetSettings(in statePath: String, _ log: Log) {
        for path in KeptSettings.paths(in: statePath) {
            do throws(SystemError) {
                _ = try File.remove(path)
            } catch {
                log(.warning, error.description)
            }
        }
    }
}
