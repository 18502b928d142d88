import Chamber
import Plant
import System
import Threads

/// The whole proof: its parts in turn, each with its table.
struct Proof {
    /// Seven controllers in every trial take long, and more plants show nothing new about them.
    private static let mostPeerPlants = 40

    private let options: Options
    /// The number of missed limits.
    private(set) var missed = 0

    init(_ options: Options) {
        self.options = options
    }

    mutating func run() throws(SystemError) {
        for part in options.parts {
            switch part {
            case .matrix: try proveMatrix()
            case .survey: try surveyFaults()
            case .healthy: try proveHealthy()
            case .heaters: try proveHeaters()
            case .variants: try proveVariants()
            case .poisoned: try provePoisoned()
            case .regulation: try proveRegulation()
            case .health: try proveHealth()
            case .peers: try provePeers()
            case .properties: try proveProperties()
            case .rules: for line in RuleTable.lines { print(line) }
            case .late: for line in LateFaultTable.lines { print(line) }
            }
        }
        if options.parts.allSatisfy(\.isDocument) { return }
        print(missed == 0 ? "All limits are kept." : "\(missed) limits are missed.")
    }

    private mutating func proveMatrix() throws(SystemError) {
        heading("Fault matrix: the nominal plant, and \(plantWords), calibrated")
        let outcomes = try map { plant in
            let prepared = PreparedPlant(plant, isCalibrated: true)
            let phases = TrialPhases(prepared, HearthContender(prepared.configuration))
            return FaultTrial.all.map { FaultOutcome($0, phases, target: prepared.target) }
        }
        let matrix = FaultMatrix(nominal: outcomes[0], plants: Array(outcomes.dropFirst()))
        for line in matrix.lines { print(line) }
        missed += matrix.missed
        if matrix.falseTrips > 0 {
            print("\(matrix.falseTrips) trials stopped before there was any fault.")
            missed += 1
        }
    }

    private mutating func surveyFaults() throws(SystemError) {
        for (title, board) in [
            ("with an element probe", NominalBoard.configuration),
            ("without an element probe", NominalBoard.withoutElementProbe),
        ] {
            let trials = SurveyTrial.all.filter { board.element != nil || !$0.needsElementProbe }
            heading("Every fault on boards \(title): the nominal plant and \(plantWords)")
            let plants = try map { plant in
                Knowledge.allCases.map { knowledge in
                    let prepared = PreparedPlant(plant, isCalibrated: false, on: board)
                    let phases = TrialPhases(plant, knowledge, on: board)
                    return trials.map { SurveyOutcome($0, phases, target: prepared.target) }
                }
            }
            let survey = Survey(trials, plants)
            for line in survey.lines { print(line) }
            print("\nNot seen by at least half of them, \(title):\n")
            for line in survey.unseen { print(line) }
            guard survey.falseTrips > 0 else { continue }
            print("\(survey.falseTrips) runs had stopped before there was any fault.")
            missed += 1
        }
    }

    /// Each plant has a heater of another kind.
    private mutating func proveHeaters() throws(SystemError) {
        let kinds = HeaterKind.allCases
        let count = options.plants
        let seed = options.seed
        heading("Healthy runs of other heaters: \(count) random plants from seed \(seed)")
        let results = try Workers.map(count: count, threads: options.threads) { index in
            var plant = RandomPlants.plant(seed: seed &+ UInt64(index))
            kinds[index % kinds.count].apply(to: &plant)
            return HeaterRun(plant)
        }
        let table = HeaterList(results)
        for line in table.lines { print(line) }
        missed += table.falseLatches
    }

    private mutating func proveVariants() throws(SystemError) {
        for variant in BoardVariant.allCases {
            heading("Boards with \(variant.rawValue): the nominal plant and \(plantWords)")
            let runs = try map { VariantRun($0, variant) }
            let survey = Survey(variant.trials, runs.map(\.faults))
            for line in survey.lines + survey.unseen { print(line) }
            let healthy = HealthySummary(runs.flatMap(\.healthy))
            print(healthy.line)
            missed += healthy.falseLatches + survey.falseTrips
        }
    }

    private mutating func provePoisoned() throws(SystemError) {
        heading("Calibrated with a defect: the nominal plant and \(plantWords)")
        let plants = try map { plant in
            PoisonedCondition.allCases.map { PoisonedRun(plant, $0) }
        }
        for line in PoisonedList(plants).lines { print(line) }
    }

    private mutating func proveHealthy() throws(SystemError) {
        heading("Healthy list: the nominal plant and \(plantWords)")
        func outcomes(isCalibrated: Bool) throws(SystemError) -> [[HealthyTrial.Outcome]] {
            try map { plant in
                let prepared = PreparedPlant(plant, isCalibrated: isCalibrated)
                let subject = HearthContender(prepared.configuration)
                let phases = TrialPhases(prepared, subject)
                return HealthyTrial.allCases.map { $0.outcome(prepared, phases, subject) }
            }
        }
        let list = HealthyList(
            calibrated: try outcomes(isCalibrated: true),
            uncalibrated: try outcomes(isCalibrated: false)
        )
        for line in list.lines { print(line) }
        missed += list.falseLatches + list.uncalibratedFalseLatches
    }

    private mutating func proveRegulation() throws(SystemError) {
        heading("Regulation, 60 °C for three hours: the nominal plant and \(plantWords)")
        func trials(isCalibrated: Bool) throws(SystemError) -> [RegulationTrial] {
            try map { plant in
                let prepared = PreparedPlant(plant, isCalibrated: isCalibrated)
                return RegulationTrial(prepared, HearthContender(prepared.configuration))
            }
        }
        let calibrated = try trials(isCalibrated: true)
        let list = RegulationList(
            nominal: calibrated[0],
            calibrated: Array(calibrated.dropFirst()),
            board: Array(try trials(isCalibrated: false).dropFirst())
        )
        for line in list.lines { print(line) }
        missed += list.missed
    }

    /// Every third plant has a heater of another kind.
    private mutating func proveHealth() throws(SystemError) {
        heading("Health figures after one run: the nominal plant and \(plantWords)")
        let seed = options.seed
        let results = try Workers.map(count: options.plants + 1, threads: options.threads) {
            index in
            HealthRuns(plant: index, seed: seed)
        }
        let table = HealthList(results)
        for line in table.lines { print(line) }
        missed += table.missed
    }

    private mutating func provePeers() throws(SystemError) {
        let count = min(options.plants, Self.mostPeerPlants)
        heading(
            "Side by side: the nominal plant and \(count) random ones from seed \(options.seed)"
        )
        let results = try map(plants: count) { plant in PeerRun.all(on: plant) }
        let comparison = PeerComparison(results)
        for line in comparison.regulation { print(line) }
        print("")
        for line in comparison.detection { print(line) }
        print("")
        for line in comparison.healthy { print(line) }
        missed += comparison.missed
    }

    private mutating func proveProperties() throws(SystemError) {
        heading("Invariants over random scenarios from seed \(options.seed)")
        let proof = try PropertyProof(
            steps: options.steps,
            seed: options.seed,
            threads: options.threads
        )
        for line in proof.lines { print(line) }
        if proof.hasFailed { missed += 1 }
    }

    /// Maps the nominal plant first, then the random ones.
    private func map<Result: Sendable>(
        plants: Int? = nil,
        _ work: @escaping @Sendable (PlantParameters) -> Result
    ) throws(SystemError) -> [Result] {
        let seed = options.seed
        let count = plants ?? options.plants
        return try Workers.map(count: count + 1, threads: options.threads) { index in
            work(
                index == 0
                    ? PlantParameters()
                    : RandomPlants.plant(seed: seed &+ UInt64(index) &- 1)
            )
        }
    }

    private var plantWords: String {
        "\(options.plants) random ones from seed \(options.seed)"
    }

    private func heading(_ text: String) {
        print("\n\(text)\n")
    }
}
