import Chamber
import CommandLine
import Dialects
import Links
import Plant
import Surroundings
import SwitchCore

/// One simulated controller and its connection to the broker.
///
/// Sendable because one thread runs the whole farm.
final class FarmDevice: @unchecked Sendable {
    /// As many wishes as a daemon holds.
    private static let mostWaiting = 256
    /// From the connection to the first command: subscriptions are done by then.
    private static let firstOrder = Duration.seconds(3)
    /// How often a target is changed.
    private static let orderPause = Duration.seconds(60)

    /// The controller, as its client sees it.
    private final class Heater: @unchecked Sendable {
        var device: SimulatedDevice
        let view: DeviceView
        /// The link's last error.
        var trouble: String?

        init(_ device: SimulatedDevice, named name: String) {
            self.device = device
            var view = DeviceView()
            view.profile.displayName = name
            self.view = view
        }
    }

    let client: BrokerClient
    private let heater: Heater
    private let settings: BrokerSettings
    private let heats: Bool
    private var nextOrder: Instant?
    private var orders = 0

    init(_ plan: FarmPlan, _ index: Int, at now: Instant, bornAt born: Instant) {
        settings = plan.settings(of: index)
        heats = plan.heats(index)
        let configuration = NominalBoard.configuration
        let plant = RandomPlants.plant(seed: UInt64(index))
        let name = "Farm \(index + 1)"
        let heater = Heater(
            SimulatedDevice(configuration, plant: plant, at: born),
            named: name
        )
        self.heater = heater
        var traits = DeviceTraits(id: settings.id, name: name, board: configuration)
        traits.model = "simulated"
        traits.version = ProgramVersion.number
        let host = BrokerHost(
            snapshot: { heater.device.snapshot },
            device: { heater.view },
            post: { envelope in
                guard heater.device.waitingWishes < Self.mostWaiting else { return false }
                heater.device.post(envelope)
                return true
            },
            record: { if $0.isTrouble { heater.trouble = $0.text } }
        )
        client = BrokerClient(
            settings,
            traits,
            host,
            from: now.advanced(by: FarmPlan.offset(of: index))
        )
    }

    /// The link's last error; `nil`: none so far.
    var trouble: String? { heater.trouble }
    var hasLatched: Bool { heater.device.snapshot.latch != nil }
    var isOn: Bool { heater.device.snapshot.settings.isOn }

    /// The controller's beats up to now, then its link's turn.
    func step(ready: Int16, beats: Int, at now: Instant) {
        for left in (0..<beats).reversed() {
            let before = SimulatedDevice.beat * left
            _ = heater.device.step(at: now.advanced(by: .zero - before))
        }
        client.step(ready: ready, at: now)
        if heats { order(at: now) }
    }

    /// Sends its own controller a command over the broker, as a person would.
    private func order(at now: Instant) {
        guard client.isConnected else {
            nextOrder = nil
            return
        }
        guard let due = nextOrder else {
            nextOrder = now.advanced(by: Self.firstOrder)
            return
        }
        guard now >= due else { return }
        nextOrder = due.advanced(by: Self.orderPause)
        orders += 1
        let target = orders % 2 == 0 ? "50" : "45"
        if settings.speaksHomeAssistant {
            let topics = settings.homeAssistant
            client.publish(BrokerMessage(topics.command(.temperature), target))
            client.publish(BrokerMessage(topics.command(.mode), "heat"))
        } else {
            let text = #"{"target_temp":\#(target),"mode":"power on","work_on":"ON"}"#
            client.publish(BrokerMessage(settings.stock.command, text))
        }
    }
}
