import Boards
import Chamber
import Dialects
import Lines
import Links
import Settings
import Store
import System
import Threads
import WebSocket

/// The outgoing links to a hub and to device-link servers, and their connections to the other parts.
extension Daemon {
    /// Makes the links that the service file names.
    ///
    /// - Parameter identity: replaces the network card's address where the machine has none.
    func links(
        _ identity: String,
        _ exchange: Exchange,
        _ device: DeviceExchange,
        _ events: DeviceEventLog,
        _ updates: UpdateService,
        earlierFault: ReefnetMoment.EarlierFault?
    ) throws(StartError) -> [any ThreadedService] {
        var services = LinkServices(
            snapshot: { exchange.snapshot },
            device: { device.view() },
            post: { exchange.post($0) },
            grant: { device.grant($0, from: $1) },
            record: { events.record($0, from: $1) },
            wallMilliseconds: { WallTime.now().milliseconds },
            update: { updates.receive($0, publish: $1) }
        )
        services.earlierFault = earlierFault
        let settings = linkSettings(identity)
        let broker: DeviceBrokerLink?
        do throws(SystemError) {
            broker = try DeviceBrokerLink(settings, services)
        } catch {
            throw StartError(error)
        }
        let dialled: LinkService?
        do throws(WebSocketClientError) {
            dialled = try LinkService(settings, services)
        } catch {
            throw StartError(error.description)
        }
        let links: [(any ThreadedService)?] = [broker, dialled]
        return links.compactMap { $0 }
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
        let extras = options.board.extras
        link.hasBuzzer = extras.contains(.buzzer)
        link.hasLights = !extras.isDisjoint(with: [.aliveLight, .modeLight])
        return link
    }
}

extension StoredState {
    /// The fault that was latched when the last run ended, where its time is known.
    var earlierFault: ReefnetMoment.EarlierFault? {
        guard case .latched(let record) = controller.latch, let latchedAt else { return nil }
        return ReefnetMoment.EarlierFault(
            number: record.number,
            wallMilliseconds: latchedAt.milliseconds
        )
    }
}
