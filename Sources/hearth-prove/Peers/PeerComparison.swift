import Chamber

/// All controllers on the same plants, as three tables.
struct PeerComparison {
    /// The comparisons in which a peer is ahead of Hearth.
    private(set) var missed = 0
    private(set) var regulation: [String] = []
    private(set) var detection: [String] = []
    private(set) var healthy: [String] = []

    private let results: [[PeerRun]]

    /// `results`: the runs of every ``Peer`` on the nominal plant, then on each random one.
    init(_ results: [[PeerRun]]) {
        self.results = results
        compareRegulation()
        detection = detectionTable()
        healthy = healthyTable()
    }

    private func runs(of peer: Int) -> [PeerRun] { results.map { $0[peer] } }

    private mutating func compareRegulation() {
        var table = TextTable([
            "regulation, median", "overshoot", "±1 °C in", "hold RMS", "switchings/h", "product",
            "held", "Hearth ahead",
        ])
        let own = runs(of: 0).map(\.regulation.product)
        for (index, peer) in Peer.allCases.enumerated() {
            let runs = runs(of: index)
            let held = runs.filter { !$0.hasStopped && $0.regulation.holdRMSKelvin != nil }
            func median(_ digits: Int, _ value: (RegulationScore) -> Double?) -> String {
                Spread(held.compactMap { value($0.regulation) }).median?.fixed(digits) ?? "-"
            }
            let products = runs.map { $0.hasStopped ? nil : $0.regulation.product }
            let pairs = zip(own, products).compactMap { own, other in
                own.flatMap { own in other.map { (own, $0) } }
            }
            let ahead = pairs.filter { $0.0 <= $0.1 }.count
            if peer != .hearth, isBehind(pairs) { missed += 1 }
            table.add([
                peer.rawValue,
                median(2) { $0.overshootKelvin } + " °C",
                median(0) { $0.secondsToReach } + " s",
                median(3) { $0.holdRMSKelvin } + " °C",
                median(0) { $0.switchingsPerHour },
                median(1) { $0.product },
                "\(held.count)/\(runs.count)",
                peer == .hearth ? "" : "\(ahead)/\(pairs.count)",
            ])
        }
        regulation = table.lines
    }

    /// Compares the medians of the products on the plants that both held.
    private func isBehind(_ pairs: [(own: Double, other: Double)]) -> Bool {
        guard let own = Spread(pairs.map(\.own)).median,
            let other = Spread(pairs.map(\.other)).median
        else { return false }
        return own > other
    }

    private mutating func detectionTable() -> [String] {
        var ahead: [String] = []
        var counted: [String] = []
        var table = TextTable(
            ["detected, median (of \(results.count))", "when"] + Peer.allCases.map(\.rawValue),
            left: [0, 1]
        )
        for (row, trial) in FaultTrial.all.enumerated() {
            let cells = Peer.allCases.indices.map { peer in
                let times = Spread(runs(of: peer).compactMap { $0.detections[row] })
                guard let median = times.median else { return "never" }
                let count = times.count < results.count ? " (\(times.count))" : ""
                return median.fixed(median < 10 ? 1 : 0) + " s" + count
            }
            table.add([trial.name, trial.phase.rawValue] + cells)
            let words = sooner(row).map {
                "\($0.rawValue) is sooner: \(trial.name), \(trial.phase.rawValue)"
            }
            if trial.isCounted {
                counted += words.map { $0 + "; by promise Hearth waits for eight samples, 2 s" }
            } else {
                ahead += words
            }
        }
        missed += ahead.count
        return table.lines + ahead + counted
    }

    /// The peers that detect this row sooner and stop no healthy heater on any plant.
    private func sooner(_ row: Int) -> [Peer] {
        func median(_ peer: Int) -> Double {
            let times = Spread(runs(of: peer).compactMap { $0.detections[row] })
            // A fault detected on fewer than half of the plants has no median.
            return 2 * times.count >= results.count ? times.median ?? .infinity : .infinity
        }
        let own = median(0)
        return Peer.allCases.enumerated().dropFirst().compactMap { number, peer in
            let isQuiet = runs(of: number).allSatisfy { run in !run.falseTrips.contains(true) }
            return isQuiet && median(number) < own ? peer : nil
        }
    }

    private func healthyTable() -> [String] {
        var table = TextTable(
            ["healthy runs stopped (of \(results.count))"] + Peer.allCases.map(\.rawValue)
        )
        for (row, trial) in HealthyTrial.allCases.enumerated() {
            table.add(
                [trial.rawValue]
                    + Peer.allCases.indices.map { peer in
                        "\(runs(of: peer).filter { $0.falseTrips[row] }.count)"
                    }
            )
        }
        return table.lines
    }
}
