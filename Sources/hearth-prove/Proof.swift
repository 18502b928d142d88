import Chamber
import Plant
import System
import Threads

/// The whole proof: its parts one after the other, each with its table.
struct Proof {
    /// Seven controllers through every trial take their time: more plants tell nothing new of them.
    private static let mostPeerPlants = 40

    private let options: Options
    /// Limits that were missed.
    private(set) var missed = 0

    init(_ options: Options) {
        self.options = options
    }

    mutating func run() throws(SystemError) {
        for part in options.parts {
            switch part {
            case .matrix: try proveMatrix()
            case .healthy: try proveHealthy()
            case .regulation: try proveRegulation()
            case .peers: try provePeers()
            case .properties: try proveProperties()
            case .rules: for line in RuleTable.lines { print(line) }
            }
        }
        if options.parts == [.rules] { return }
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

    /// The nominal plant first, then the random ones.
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
