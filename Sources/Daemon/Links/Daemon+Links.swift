import Boards
import Chamber
import Dialects
import Lines
import Links
import Settings
import Store
import System
import Threads

/// The links that Hearth dials out, and what they are wired to.
extension Daemon {
    /// Makes them; `nil` where the service file names none. `identity` stands for the network card's
    /// address where the machine has none.
    func linkService(
        _ identity: String,
        _ exchange: Exchange,
        _ desk: DeviceDesk,
        _ updates: UpdateService
    ) throws(StartError) -> LinkService? {
        let services = LinkServices(
            snapshot: { exchange.snapshot },
            device: { desk.view() },
            post: { exchange.post($0) },
            grant: { desk.grant($0, from: $1) },
            note: { desk.note($0, from: $1) },
            wallMilliseconds: { WallTime.now().milliseconds },
            update: { updates.receive($0, tell: $1) }
        )
        do {
            return try LinkService(linkSettings(identity), services)
        } catch let failure as LinkService.Failure {
            throw StartError(failure.message)
        } catch let error as SystemError {
            throw StartError(error)
        } catch {
            throw StartError("the links did not start: \(error)")
        }
    }

    private func linkSettings(_ identity: String) -> LinkSettings {
        let hardwareAddress = HostAddress.hardware()
        var settings = options.service.links
        settings.deviceLink = deviceLink(identity, hardwareAddress)
        settings.hardwareAddress = hardwareAddress
        settings.reefnet?.module.version = options.version
        settings.reefnet?.module.label = options.board.name
        return settings
    }

    private func deviceLink(
        _ identity: String,
        _ hardwareAddress: String
    ) -> LinkSettings.DeviceLink {
        let hardware = hardwareAddress.filter { $0 != ":" }
        var link = LinkSettings.DeviceLink(
            deviceID: hardware.isEmpty ? identity.uppercased() : hardware,
            version: options.version
        )
        let lines = options.board.lines
        link.hasBuzzer = lines?.has(.buzzer) ?? false
        link.hasLights = lines.map { $0.has(.aliveLight) || $0.has(.modeLight) } ?? false
        return link
    }
}
