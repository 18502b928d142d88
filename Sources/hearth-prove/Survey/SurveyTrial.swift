import Chamber
package import Plant
import SwitchCore

/// One row of the survey: defects of some size, and when they begin. A row has no limit: the survey
/// shows how soon a defect is detected, and which defects are not.
package struct SurveyTrial: Sendable {
    /// A defect; without `amount` it is present, or has its standard size.
    package struct Defect: Sendable {
        /// What breaks.
        package let fault: PlantFault
        /// The size in the defect's own unit.
        package let amount: Double?

        init(_ fault: PlantFault, _ amount: Double? = nil) {
            self.fault = fault
            self.amount = amount
        }
    }

    /// The row's title.
    package let name: String
    /// The defects of this row, which begin together.
    package let defects: [Defect]
    /// What the chamber does when they begin.
    package let phase: FaultTrial.Phase
    /// How long the run waits for a latch.
    package let patience: Duration
    /// Whether the defect exists only on boards with an element probe.
    var needsElementProbe = false

    private init(
        _ name: String,
        _ defects: [Defect],
        _ phase: FaultTrial.Phase,
        patience: Duration = .minutes(20),
        needsElementProbe: Bool = false
    ) {
        self.name = name
        self.defects = defects
        self.phase = phase
        self.patience = patience
        self.needsElementProbe = needsElementProbe
    }

    /// A relay in a hold is judged where half of the power holds the set point: at a higher duty a
    /// welded relay changes almost nothing.
    var needsRoomInDuty: Bool {
        phase == .hold && !heaterDefects.isDisjoint(with: defects.map(\.fault))
    }

    private var heaterDefects: Set<PlantFault> {
        [.relayWelded, .relayHalfWave, .relayLeaks, .relayWeldsAtTimes]
    }

    /// Every row, in the order of the table.
    package static let all = heater + relay + blower + probes

    private static let heater: [SurveyTrial] =
        each("element open", [Defect(.heaterOpen)], [.start, .warmUp, .hold])
        + each("half the power", [Defect(.heaterWeak, 0.5)], [.start, .hold])
        + each("heater for 120 V on 230 V", [Defect(.mainsVoltage, 1.92)], [.start])
        + each("mains at 90 of 230 V", [Defect(.mainsVoltage, 0.39)], [.start, .hold])

    private static let relay: [SurveyTrial] =
        each("relay welded", [Defect(.relayWelded)], [.idle, .switchOff, .hold])
        + each("relay half-wave", [Defect(.relayHalfWave)], [.idle, .switchOff, .hold])
        + each("relay leaks 25 %", [Defect(.relayLeaks, 0.25)], [.idle, .switchOff, .hold])
        + each("relay leaks 15 %", [Defect(.relayLeaks, 0.15)], [.idle, .switchOff, .hold])
        + each("relay leaks 5 %", [Defect(.relayLeaks, 0.05)], [.idle, .switchOff])
        + each("relay sticks 10 of 40 s", [Defect(.relayWeldsAtTimes)], [.switchOff, .hold])

    private static let blower: [SurveyTrial] =
        each("blower does not start", [Defect(.fanNoStart)], [.start])
        + each("blower stopped", [Defect(.fanStopped)], [.warmUp, .hold])
        + each("blower at 50 %", [Defect(.fanWeak, 0.5)], [.warmUp, .hold])
        + each("blower at 35 %", [Defect(.fanWeak, 0.35)], [.warmUp, .hold])
        + each("blower at 25 %", [Defect(.fanWeak, 0.25)], [.warmUp, .hold])
        + each("blower stalls 30 of 60 s", [Defect(.fanStalls)], [.hold])

    private static let probes: [SurveyTrial] =
        [0, 0.25, 0.5, 0.75].map { share in
            slow(
                "chamber probe sees \(share.percent) of the air",
                [Defect(.chamberOutOfPlace, share)]
            )
        }
        + [0, 0.5].map { share in
            slow(
                "chamber probe slips, sees \(share.percent)",
                [Defect(.chamberOutOfPlace, share)],
                .hold
            )
        } + [
            slow("chamber probe +10 kΩ", [Defect(.chamberResistance, 10_000)]),
            slow("both probes +3 kΩ", both(3_000), needsElementProbe: true),
            slow("both probes +10 kΩ", both(10_000), needsElementProbe: true),
            slow("chamber probe −0.1 K/min", [Defect(.chamberDrift, -0.1)]),
            slow("chamber probe −0.5 K/min", [Defect(.chamberDrift, -0.5)]),
            slow(
                "element probe +10 kΩ",
                [Defect(.elementResistance, 10_000)],
                needsElementProbe: true
            ),
            slow(
                "element probe −0.5 K/min",
                [Defect(.elementDrift, -0.5)],
                needsElementProbe: true
            ),
        ]
        + [0.5, 0.2, 0].flatMap { share in
            each(
                "element probe touches \(share.percent)",
                [Defect(.elementTouching, share)],
                [.start, .hold],
                needsElementProbe: true
            )
        }

    private static func both(_ ohms: Double) -> [Defect] {
        [Defect(.chamberResistance, ohms), Defect(.elementResistance, ohms)]
    }

    private static func each(
        _ name: String,
        _ defects: [Defect],
        _ phases: [FaultTrial.Phase],
        needsElementProbe: Bool = false
    ) -> [SurveyTrial] {
        phases.map {
            SurveyTrial(name, defects, $0, needsElementProbe: needsElementProbe)
        }
    }

    /// A row for a defect that shows only after hours, if at all.
    private static func slow(
        _ name: String,
        _ defects: [Defect],
        _ phase: FaultTrial.Phase = .start,
        needsElementProbe: Bool = false
    ) -> SurveyTrial {
        SurveyTrial(
            name,
            defects,
            phase,
            patience: .hours(2),
            needsElementProbe: needsElementProbe
        )
    }
}
