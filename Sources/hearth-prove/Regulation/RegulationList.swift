import Chamber

/// The results of regulation with their limits, as one table.
struct RegulationList {
    /// The number of missed limits.
    private(set) var missed = 0
    private var table = TextTable(["regulation", "", "limit", ""], left: [0, 2, 3])
    var lines: [String] { table.lines }

    /// Numbers to reach: `docs/architecture.md`, "Numbers".
    private static let mostOvershootKelvin = 0.3
    private static let mostSecondsToReach = 420.0
    private static let mostHoldRMSKelvin = 0.03
    private static let highestElement = 102.0
    private static let mostSwitchingsPerHour = 2_500.0
    private static let mostRandomOvershootKelvin = 0.7
    private static let mostRandomHoldRMSKelvin = 0.1
    /// After a door and after a raised set point: a higher rise means heat that was stored meanwhile.
    private static let mostAfterDoorKelvin = 1.0
    /// A tenth of the time that was left, or a minute; `ForecastScore`.
    private static let mostForecastShare = 1.0
    /// All of 40, or 39: among many more there are some that nothing was searched on.
    private static let leastShare = 39.0 / 40

    init(nominal: RegulationTrial, calibrated: [RegulationTrial], board: [RegulationTrial]) {
        addNominal(nominal)
        addPlants("calibrated", calibrated)
        addPlants("by the board", board)
        // A heater that was not calibrated foretells nothing; one that never arrives has nothing to foretell.
        add(
            "calibrated: time foretold, error",
            calibrated.filter { $0.forecasts.worst != nil },
            Self.mostForecastShare,
            2,
            "of 10 % or 1 min"
        ) { $0.forecasts.worst ?? .infinity }
    }

    private mutating func addNominal(_ trial: RegulationTrial) {
        let run = trial.warmUp
        add("overshoot", run.overshootKelvin, "°C", 2, Self.mostOvershootKelvin)
        add("within 1 °C after", run.secondsToReach, "s", 0, Self.mostSecondsToReach)
        add("hold, RMS", run.holdRMSKelvin, "°C", 3, Self.mostHoldRMSKelvin)
        add("element, highest", run.elementHighest, "°C", 1, Self.highestElement)
        add("switchings an hour", run.switchingsPerHour, "", 0, Self.mostSwitchingsPerHour)
        add("above after a door", trial.afterDoorKelvin, "°C", 2, Self.mostAfterDoorKelvin)
        add(
            "above after a door at 50",
            trial.afterDoorAt50Kelvin,
            "°C",
            2,
            Self.mostAfterDoorKelvin
        )
        add("above after 45 → 60", trial.afterRaiseKelvin, "°C", 2, Self.mostAfterDoorKelvin)
    }

    private mutating func addPlants(_ name: String, _ trials: [RegulationTrial]) {
        let strong = trials.filter { !$0.isTooWeak }
        add("\(name): overshoot", trials, Self.mostRandomOvershootKelvin, 2) {
            $0.warmUp.overshootKelvin
        }
        add("\(name): hold, RMS", strong, Self.mostRandomHoldRMSKelvin, 3) {
            $0.warmUp.holdRMSKelvin ?? .infinity
        }
        add("\(name): above after a door", trials, Self.mostAfterDoorKelvin, 2) {
            $0.afterDoorKelvin
        }
        add("\(name): above after a door at 50", trials, Self.mostAfterDoorKelvin, 2) {
            $0.afterDoorAt50Kelvin
        }
        add("\(name): above after 45 → 60", trials, Self.mostAfterDoorKelvin, 2) {
            $0.afterRaiseKelvin
        }
    }

    /// Adds a value of the nominal plant; `nil`: the run never reached it.
    private mutating func add(
        _ name: String,
        _ value: Double?,
        _ unit: String,
        _ digits: Int,
        _ most: Double
    ) {
        add(
            "nominal: " + name,
            value.map { "\($0.fixed(digits)) \(unit)" } ?? "never",
            "≤ \(most.fixed(digits)) \(unit)",
            (value ?? .infinity) <= most
        )
    }

    /// Adds how many of the plants stay within `most`; at least the share `least` must.
    private mutating func add(
        _ name: String,
        _ trials: [RegulationTrial],
        _ most: Double,
        _ digits: Int,
        _ unit: String = "°C",
        _ value: (RegulationTrial) -> Double
    ) {
        let worst = trials.max { value($0) < value($1) }
        let good = trials.filter { value($0) <= most }.count
        let extreme = worst.map { "\(value($0).fixed(digits)), seed \($0.seed)" } ?? ""
        add(
            name,
            "\(good)/\(trials.count) (worst \(extreme))",
            "≤ \(most.fixed(digits)) \(unit) in \((Self.leastShare * 100).fixed(1)) %",
            Double(good) >= Self.leastShare * Double(trials.count)
        )
    }

    private mutating func add(_ name: String, _ value: String, _ limit: String, _ isMet: Bool) {
        if !isMet { missed += 1 }
        table.add([name, value, limit, isMet ? "ok" : "MISSED"])
    }
}
