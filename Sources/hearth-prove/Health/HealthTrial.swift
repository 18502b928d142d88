import Chamber
import Plant
import SwitchCore

/// A condition of the hardware, and the figures that a run must then give.
struct HealthTrial: Sendable {
    let name: String
    private let defects: [(PlantFault, Double)]
    /// The true shares.
    let heater: Double
    let blower: Double
    /// Whether the figures have limits; other rows only show what disturbs them.
    let hasLimits: Bool

    private init(
        _ name: String,
        _ defects: [(PlantFault, Double)],
        heater: Double = 1,
        blower: Double = 1,
        hasLimits: Bool = true
    ) {
        self.name = name
        self.defects = defects
        self.heater = heater
        self.blower = blower
        self.hasLimits = hasLimits
    }

    static let all = [
        HealthTrial("sound", []),
        HealthTrial("heater at 90 %", [(.heaterWeak, 0.9)], heater: 0.9),
        HealthTrial("heater at 80 %", [(.heaterWeak, 0.8)], heater: 0.8),
        HealthTrial("heater at 60 %", [(.heaterWeak, 0.6)], heater: 0.6),
        HealthTrial("blower at 85 %", [(.fanWeak, 0.85)], blower: 0.85),
        HealthTrial("blower at 70 %", [(.fanWeak, 0.7)], blower: 0.7),
        HealthTrial(
            "heater at 80 %, blower at 70 %",
            [(.heaterWeak, 0.8), (.fanWeak, 0.7)],
            heater: 0.8,
            blower: 0.7
        ),
        HealthTrial("mains 10 % too low", [(.mainsVoltage, 0.9)], heater: 0.81),
        HealthTrial("bed adds 80 W", [(.bedHeat, 80)], hasLimits: false),
        HealthTrial("probe three times as slow", [(.chamberSlow, 3)], hasLimits: false),
        HealthTrial(
            "element probe touches 90 %",
            [(.elementTouching, 0.9)],
            hasLimits: false
        ),
    ]

    /// The figures of one run: a minute of rest, 40 min of heat, and the cooling.
    func figures(_ prepared: PreparedPlant) -> HealthFigures {
        var plant = prepared.plant
        plant.seed &+= 1
        for (fault, amount) in defects { plant.faults.begin(fault, amount) }
        var bench = TrialBench(HearthContender(prepared.configuration), plant: plant)
        bench.run(.minutes(1))
        bench.heat(to: prepared.holdTarget)
        bench.run(.minutes(40))
        bench.turnOff()
        bench.run(.minutes(15))
        return bench.subject.snapshot.health.figures
    }
}

/// Every trial on one plant.
struct HealthRuns: Sendable {
    /// Whether the heater's power is the same at every temperature.
    let isPlain: Bool
    /// One for each of ``HealthTrial/all``; `nil` where the calibration refused the plant.
    let figures: [HealthFigures]?
    /// Runs of a sound heater, and runs with a blower that fades; `nil` likewise.
    let sound: HealthSeries?
    let fading: HealthSeries?

    /// The nominal plant for 0, else the random one of `seed + index - 1`; every third has a heater
    /// of another kind.
    init(plant index: Int, seed: UInt64) {
        var plant =
            index == 0 ? PlantParameters() : RandomPlants.plant(seed: seed &+ UInt64(index) &- 1)
        let kinds: [HeaterKind] = [.inrush13, .inrush16, .inrush20, .fading, .twoMass, .strong]
        let isOther = index % 3 == 2
        isPlain = !isOther
        if isOther { kinds[index / 3 % kinds.count].apply(to: &plant) }
        let prepared = PreparedPlant(plant, isCalibrated: true)
        guard prepared.model.origin == .calibrated else {
            (figures, sound, fading) = (nil, nil, nil)
            return
        }
        figures = HealthTrial.all.map { $0.figures(prepared) }
        sound = HealthSeries(prepared, isFading: false)
        fading = HealthSeries(prepared, isFading: true)
    }
}
