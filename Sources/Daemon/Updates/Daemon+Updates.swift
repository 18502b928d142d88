import Chamber
import Glibc
import Server
import Surroundings
import System
import Threads
import Update

/// The update service, and what it is wired to.
extension Daemon {
    /// How long the controller may take to hear of something: twenty steps.
    private static let hearing = 100
    private static let hearingMicroseconds: UInt32 = 20_000

    func updateService(
        in statePath: String,
        _ exchange: Exchange,
        _ desk: DeviceDesk,
        wakeServer: @escaping @Sendable () -> Void
    ) throws(StartError) -> UpdateService {
        let means = UpdateMeans(
            isHeating: { exchange.snapshot.isHeatPossible },
            refuseHeat: { isRefused in
                exchange.refuseHeat(isRefused)
                if isRefused { Self.waitForSteps(exchange) }
            },
            note: { desk.note($0, from: .controller) },
            restart: { desk.grant(.restart, from: .controller) },
            wakeServer: wakeServer
        )
        do throws(SystemError) {
            return try UpdateService(options.update, means, in: statePath)
        } catch {
            throw StartError(error)
        }
    }

    /// Waits until a wish that was posted before has had its effect.
    private static func waitForSteps(_ exchange: Exchange) {
        let first = exchange.snapshot.step
        for _ in 0..<hearing where exchange.snapshot.step < first + 2 {
            usleep(hearingMicroseconds)
        }
    }
}

extension Snapshot {
    /// Heat is on, or may come on without another wish.
    fileprivate var isHeatPossible: Bool {
        settings.isOn || isHeaterOn || calibration != nil || drying.isRunning
    }
}
