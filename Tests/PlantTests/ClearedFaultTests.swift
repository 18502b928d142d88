import Chamber
import Plant
import SwitchCore
import Testing

/// A fault that was cleared after its cause had gone does not latch again from what was summed while it
/// stood.
@Suite struct ClearedFaultTests {
    /// A device with its own clock.
    private struct Rig {
        var device: SimulatedDevice
        private var now = Instant.zero
        private(set) var latched: [FaultCode] = []

        init(_ board: ControllerConfiguration) {
            device = SimulatedDevice(board, plant: PlantParameters(), at: .zero)
        }

        mutating func wish(_ wish: Wish) {
            device.post(WishEnvelope(wish, from: Requester(.scenario)))
        }

        /// Runs for `time`, or until `isOver`.
        mutating func run(_ time: Duration, until isOver: (Snapshot) -> Bool = { _ in false }) {
            let end = now.advanced(by: time)
            while now < end {
                now = now.advanced(by: SimulatedDevice.beat)
                for event in device.step(at: now).events {
                    if case .latched(let record) = event.kind { latched.append(record.code) }
                }
                if isOver(device.snapshot) { return }
            }
        }
    }

    private static let boards = [
        NominalBoard.calibrated, NominalBoard.configuration, NominalBoard.calibratedWithoutElement,
        NominalBoard.withoutElement,
    ]

    /// What the heater does as the fault begins.
    enum Moment: CaseIterable, Sendable {
        case idle, warmUp, hold, off
    }

    /// Each board in each moment, reached once.
    private static let rigs: [[Rig]] = boards.map { board in
        var idle = Rig(board)
        idle.run(.minutes(1))
        var warmUp = idle
        warmUp.wish(.heat(to: Celsius(55)))
        warmUp.run(.minutes(4))
        var hold = warmUp
        hold.run(.minutes(26))
        var off = hold
        off.wish(.setPower(false))
        off.run(.milliseconds(200))
        return [idle, warmUp, hold, off]
    }

    /// How long the fault goes on after it has latched.
    private static let standing: [Duration] = [.seconds(10), .minutes(20)]

    /// Faults that latch in some moment on some board, so that there is something to clear.
    private static let seen: Set<PlantFault> = [
        .heaterOpen, .relayWelded, .relayHalfWave, .fanStopped, .chamberOpen, .chamberShort,
        .chamberFrozen, .chamberJump, .elementOpen, .elementShort, .elementFrozen, .converterGone,
        .converterHung,
    ]

    @Test(arguments: PlantFault.allCases)
    func aClearedFaultStaysCleared(fault: PlantFault) {
        var latches = 0
        for (rigs, number) in zip(Self.rigs, 1...) {
            for (moment, rig) in zip(Moment.allCases, rigs) {
                for time in Self.standing {
                    let what = "\(fault.name), \(moment), board \(number), \(time) after the latch"
                    latches += Self.breakAndMend(fault, rig, standing: time, what) ? 1 : 0
                }
            }
        }
        #expect(latches > 0 || !Self.seen.contains(fault))
    }

    /// Returns whether the fault latched.
    private static func breakAndMend(
        _ fault: PlantFault,
        _ sound: Rig,
        standing: Duration,
        _ what: String
    ) -> Bool {
        var rig = sound
        rig.device.heater.chamber.faults.begin(fault)
        rig.run(.minutes(15)) { $0.latch != nil }
        guard rig.device.snapshot.latch != nil else { return false }
        rig.run(standing)
        rig.device.heater.chamber.faults.end(fault)
        rig.run(.minutes(10))
        // An element or a chamber that got too hot needs longer than that.
        for _ in 0..<12 where rig.device.snapshot.latch != nil {
            rig.wish(.clearLatch)
            rig.run(.seconds(1))
            if rig.device.snapshot.latch != nil { rig.run(.minutes(10)) }
        }
        #expect(rig.device.snapshot.latch == nil, "\(what): it cannot be cleared")
        let before = rig.latched.count
        rig.wish(.heat(to: Celsius(55)))
        rig.run(.minutes(10))
        let again = rig.latched.dropFirst(before).map(\.word)
        #expect(again == [], "\(what): it latches again")
        #expect(rig.device.snapshot.settings.isOn, "\(what): it heats again")
        return true
    }
}
