import Chamber
import Dialects
import Plant
import Surroundings
import SwitchCore

/// Clients of DragonBreath's interface.
extension FuzzedDecoder {
    /// The bytes as a command, a heartbeat and a calibration: each is answered, or its wishes are decided.
    static func dragonBreath(_ bytes: [UInt8]) {
        var controller = Controller(NominalBoard.configuration, at: .zero)
        var session = DragonBreathSession(.init(version: "1", bootID: "0"))
        let before = controller.initialSnapshot
        _ = session.step(.shown(before, DeviceView()), at: .zero)
        let client = DragonBreathSession.Client(connection: 1, address: "::1")
        let lease = String(repeating: "0", count: 32)
        let events: [DragonBreathSession.Event] = [
            .command(bytes, from: client, ticket: 1, leaseID: lease),
            .heartbeat(bytes, from: client, ticket: 2),
            .calibration(bytes, from: client, ticket: 3),
        ]
        var input = StepInput(reading: Reading(), report: SwitchReport())
        for event in events {
            var effects = 0
            for effect in session.step(event, at: .zero) {
                effects += 1
                if case .post(let envelopes) = effect {
                    for envelope in envelopes { input.wishes.append(envelope) }
                }
            }
            precondition(effects > 0, "a request without an answer or a wish")
        }
        let actions = controller.step(input, at: Instant.zero.advanced(by: .milliseconds(100)))
        precondition(actions.command.heater == .off, "heat without a reading")
        precondition(
            actions.snapshot.settings.target <= Ceilings.target,
            "a target above the ceiling"
        )
        let offset = actions.snapshot.offsets[.chamber].kelvins
        precondition(abs(offset) <= Ceilings.sensorOffset.kelvins, "a correction above the ceiling")
    }
}
