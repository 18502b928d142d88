import CommandLine
import Daemon
import Schema
import Settings
import System

/// The settings of a run: the service file, and what clients have set since.
struct RunSettings {
    /// What holds, with the secrets from their files.
    let service: ServiceFile
    let texts: KeptSettings
    /// Why what clients have set is not used; `nil`: it is, or there is nothing.
    let note: String?

    /// Reads both. A mistake in the service file ends the command; what clients have set was checked before it
    /// was kept, and is left out where it cannot be used after all, so that the service starts.
    init(_ path: String?, keptIn statePath: String) throws(CommandFailure) {
        let name = path ?? ServiceFile.standardPath
        // Mistakes of the file alone are told with its own lines.
        let alone = try ServiceFile.load(path)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try ServiceFile.read(path) ?? []
        } catch {
            throw error.commandFailure
        }
        let base = ConfigurationFile(bytes, name: name)
        let keptPath = KeptSettings.path(in: statePath)
        let nothing = KeptSettings(base: base, kept: ConfigurationFile([], name: keptPath))
        do throws(CommandFailure) {
            let kept = try Self.kept(at: keptPath)
            let texts = KeptSettings(base: base, kept: kept)
            service = try Self.whole(try Self.checked(texts.merged, kept))
            self.texts = texts
            note = nil
        } catch {
            service = try Self.whole(alone)
            texts = nothing
            note = "the settings in \(keptPath) are not used: \(error.message)"
        }
    }

    private static func kept(at path: String) throws(CommandFailure) -> ConfigurationFile {
        do throws(SystemError) {
            let bytes = try File.readIfPresent(
                path,
                most: KeptSettings.largestFile,
                for: .readingNoLink
            )
            return ConfigurationFile(bytes ?? [], name: path)
        } catch {
            throw error.commandFailure
        }
    }

    private static func checked(
        _ merged: ConfigurationFile,
        _ kept: ConfigurationFile
    ) throws(CommandFailure) -> ServiceFile {
        do throws(Mistakes) {
            guard kept.mistakes.isEmpty else { throw kept.mistakes }
            return try ServiceFile(merged)
        } catch {
            throw error.commandFailure
        }
    }

    /// The settings with the secrets from their files.
    private static func whole(_ file: ServiceFile) throws(CommandFailure) -> ServiceFile {
        var service = file
        service.broker = try service.brokerWithPassword()
        service.notify = try service.notifyWithSecrets()
        return service
    }
}
