import Boards
import Chamber
import Dialects
import Fleet
import Settings
import Surroundings
import System
import WebSocket

/// The service for the other heaters of the network and its connections to the other parts.
extension Daemon {
    /// Makes the service.
    ///
    /// - Parameter port: the port that this heater serves.
    func fleetService(_ core: Core, port: UInt16) throws(StartError) -> FleetService {
        let (exchange, device, version) = (core.exchange, core.device, options.version)
        let host = FleetHost(
            own: {
                let view = device.view()
                var heater = FleetHeater()
                heater.isSelf = true
                heater.id = view.profile.identity
                heater.name = view.profile.hostname
                heater.version = version
                heater.report = APIFleet.report(of: exchange.snapshot, view)
                return heater
            },
            turnOff: { exchange.post(WishEnvelope(.setPower(false), from: Requester(.api))) },
            isOn: { exchange.snapshot.settings.isOn }
        )
        let isSimulated = options.board.kind == .simulated
        let range = FleetRange(
            port: port,
            isLoopback: options.listen.isLoopback,
            browses: options.service.network.isAnnounced(isSimulated: isSimulated)
        )
        do throws(SystemError) {
            return try FleetService(range, host)
        } catch {
            throw StartError(error)
        }
    }
}
