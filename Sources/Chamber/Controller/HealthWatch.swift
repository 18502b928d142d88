import SwitchCore

/// Measures a calibrated heater in every run: a warm-up, what follows it, and the cooling.
///
/// ```
///            heat                     no heat                blower off, or 10 min
///   resting ──────▶ heating(seconds) ────────▶ cooling(seconds) ────────▶ resting: a run's figures
///      ▲ ◀─── a latch, a calibration ──┘ ◀──────── heat: also a run's figures
/// ```
///
/// Tests: `HealthWatchTests`.
struct HealthWatch: Codable {
    private enum State: Codable {
        case resting
        case heating(seconds: Double)
        case cooling(seconds: Double)
    }

    /// A warm-up and a cooling count for this long, in s: the element is settled after 300 s on the
    /// slowest chamber, and what comes later only repeats p / s.
    private static let countedSeconds = 600.0

    private var state = State.resting
    private var fit = HealthFit()
    private var loss: Double?
    private var probeDifferenceKelvin: Double?
    /// The newest of each figure.
    private(set) var newest: HealthFigures
    /// The mean of the last runs, for the rules.
    private(set) var settled: HealthFigures
    /// The figures of the last run that gave one.
    private(set) var lastRun = HealthFigures()
    /// The runs since the start that gave a figure.
    private(set) var runs: UInt64 = 0

    init(_ restored: RestoredHealth = RestoredHealth()) {
        newest = restored.newest
        settled = restored.settled
    }

    /// The input of one step.
    struct Input {
        let element: Double?
        let chamber: Double?
        let delivered: Double
        let isFanOn: Bool
        /// Whether a set point is in force.
        let isHeating: Bool
        /// Whether a fault is latched or a calibration runs.
        let isVoid: Bool
        /// The heat ratio of a settled hold.
        let heatRatio: Double?
        /// Element less chamber at rest, less that of the calibration, in K; `nil` while not at rest.
        let probeDifferenceKelvin: Double?
        let model: ThermalModel
        let seconds: Double
    }

    /// Adds one step.
    mutating func step(_ input: Input) {
        fit.step(
            element: input.element,
            chamber: input.chamber,
            delivered: input.delivered,
            isFanOn: input.isFanOn,
            isCounted: isCounted,
            model: input.model,
            seconds: input.seconds
        )
        if let difference = input.probeDifferenceKelvin { probeDifferenceKelvin = difference }
        guard !input.isVoid, input.model.origin == .calibrated else {
            state = .resting
            return
        }
        switch state {
        case .resting:
            if input.isHeating { begin() }
        case .heating(let seconds):
            if let ratio = input.heatRatio { loss = ratio }
            state =
                input.isHeating
                ? .heating(seconds: seconds + input.seconds) : .cooling(seconds: 0)
        case .cooling(let seconds):
            state = .cooling(seconds: seconds + input.seconds)
            guard input.isHeating || !input.isFanOn || seconds >= Self.countedSeconds else {
                return
            }
            end()
            if input.isHeating { begin() }
        }
    }

    private var isCounted: Bool {
        switch state {
        case .resting: false
        case .heating(let seconds), .cooling(let seconds): seconds < Self.countedSeconds
        }
    }

    private mutating func begin() {
        fit.beginRun()
        loss = nil
        state = .heating(seconds: 0)
    }

    private mutating func end() {
        state = .resting
        let figures = HealthFigures(
            heater: fit.heater,
            blower: fit.blower,
            loss: loss,
            probeDifferenceKelvin: probeDifferenceKelvin
        )
        probeDifferenceKelvin = nil
        guard !figures.isEmpty else { return }
        lastRun = figures
        newest = newest.updated(by: figures)
        settled = settled.averaged(with: figures)
        runs &+= 1
    }

    /// The state after a calibration, or without one: earlier figures had another reference.
    var begunAfresh: HealthWatch {
        var fresh = HealthWatch()
        fresh.runs = runs
        return fresh
    }
}
