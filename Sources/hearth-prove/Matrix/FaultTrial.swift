package import Chamber
package import Plant

/// One row of the fault matrix: a defect, when it begins, and how soon it must be detected.
package struct FaultTrial: Sendable {
    /// What the chamber is doing when the defect begins.
    package enum Phase: String, CaseIterable, Sendable {
        /// A minute after the start, cold and off.
        case idle
        /// Present before heating starts; the time counts from the start of heating.
        case start
        /// Four minutes into the warm-up.
        case warmUp = "warm-up"
        /// Ten minutes after the set point was reached.
        case hold
        /// At the moment a hold is turned off.
        case switchOff = "switch-off"
    }

    /// The limit of the detection times, in s.
    package enum Limit: Equatable, Sendable {
        case median(Double)
        case worst(Double)

        var words: String {
            switch self {
            case .median(let seconds): "median ≤ \(seconds.fixed(0)) s"
            case .worst(let seconds): "all ≤ \(seconds.fixed(1)) s"
            }
        }
    }

    /// The row's title.
    package let name: String
    /// The defect of this row.
    package let fault: PlantFault
    /// What the chamber does when the defect begins.
    package let phase: Phase
    /// The codes that name this defect; any other latch is as safe, but its message is wrong.
    package let codes: [FaultCode]
    /// How soon the defect must be detected.
    package let limit: Limit
    /// A welded relay looks like a closed one while heat is wanted: the row is judged at a set point
    /// that takes at most ``PreparedPlant/highestHoldDuty``.
    var needsRoomInDuty = false

    /// Whether the rule counts samples by promise: eight bad ones in a row (2 s), so that no bad contact and
    /// no interference ends a night's print.
    var isCounted: Bool {
        codes.contains(.probeSingleFailure) || codes.contains(.probeDualFailure)
    }

    /// Every row of the matrix in `docs/safety.md` that a simulation can judge.
    package static let all: [FaultTrial] =
        probes + [
            row("element open", .heaterOpen, .start, [.heatingFailed], .median(15)),
            row("element open", .heaterOpen, .warmUp, [.heatingFailed], .median(25)),
            row("element open", .heaterOpen, .hold, [.heatingFailed], .median(25)),
            row("relay welded", .relayWelded, .idle, [.relayStuck], .median(12)),
            row("relay welded", .relayWelded, .switchOff, [.relayStuck], .median(15)),
            FaultTrial(
                name: "relay welded",
                fault: .relayWelded,
                phase: .hold,
                codes: [.relayStuck, .thermalRunaway],
                limit: .median(60),
                needsRoomInDuty: true
            ),
            row("blower stopped", .fanStopped, .warmUp, [.blowerStopped], .median(30)),
            row("blower stopped", .fanStopped, .hold, [.blowerStopped], .median(30)),
        ]

    private static let probes: [FaultTrial] = [
        row("chamber NTC open", .chamberOpen, .warmUp, [.probeSingleFailure], .worst(2.5)),
        row("chamber NTC short", .chamberShort, .warmUp, [.probeSingleFailure], .worst(2.5)),
        row("element NTC open", .elementOpen, .hold, [.probeSingleFailure], .worst(2.5)),
        row("element NTC short", .elementShort, .hold, [.probeSingleFailure], .worst(2.5)),
        row("chamber NTC jumps", .chamberJump, .hold, [.probeSingleFailure], .worst(2.5)),
        row("converter gone", .converterGone, .warmUp, [.probeDualFailure], .worst(2.5)),
        row("converter gone", .converterGone, .hold, [.probeDualFailure], .worst(2.5)),
        row("bus hangs", .converterHung, .warmUp, [.probeDualFailure], .worst(2.5)),
        row("bus hangs", .converterHung, .hold, [.probeDualFailure], .worst(2.5)),
        row("chamber frozen", .chamberFrozen, .warmUp, [.sensorFrozen], .worst(31)),
        row("chamber frozen", .chamberFrozen, .hold, [.sensorFrozen], .worst(31)),
        row("element frozen", .elementFrozen, .warmUp, [.sensorFrozen], .worst(31)),
        row("element frozen", .elementFrozen, .hold, [.sensorFrozen], .worst(31)),
    ]

    private static func row(
        _ name: String,
        _ fault: PlantFault,
        _ phase: Phase,
        _ codes: [FaultCode],
        _ limit: Limit
    ) -> FaultTrial {
        FaultTrial(name: name, fault: fault, phase: phase, codes: codes, limit: limit)
    }
}
