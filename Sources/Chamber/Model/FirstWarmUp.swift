import SwitchCore

/// Measures the element of a heater in the first warm-up from rest, where no calibration has measured it
/// or an earlier version stored its calibration without it. Only the rules use the result, and the board
/// stays "not calibrated" or "calibrate again".
///
/// ```
///            20 s at rest            heat              8 min
///   watching ────────────▶ ready ───────────▶ recording ────▶ judged
///      ▲ ◀──── it moves ─────┘                    │ heat ends, or another thing warms the chamber
///      └──────────────────────────────────────────┘
/// ```
///
/// As in a calibration, the relay opens twice for half a minute with the blower on. With full power all
/// the time, an element of changing power gets a time constant 0.6 times too short, and the fit does
/// not show it. The pauses cost the first warm-up one minute. Tests: `FirstWarmUpTests`.
struct FirstWarmUp: Codable {
    private enum State: Codable {
        case watching(since: Instant)
        case recording(since: Instant)
        /// The measurement is over, with or without a result.
        case judged
    }

    private static let rest = Duration.seconds(20)
    private static let length = Duration.seconds(480)
    /// Element and chamber closer than this are at rest, in K.
    private static let restKelvin = 1.5
    /// The share of full power that the fit may leave unexplained.
    private static let mostUnexplained = 0.4

    private var state = State.judged
    private var curve = CalibrationCurve(hasElement: true)
    /// The rest measured just before.
    private var rested: CalibrationCurve?
    private var pauses = CalibrationPauses()
    private(set) var isPausing = false

    /// Whether the measurement is over, with or without a result.
    var isOver: Bool {
        if case .judged = state { true } else { false }
    }

    /// Waits for a warm-up from rest where `isWanted`.
    init(isWanted: Bool, at now: Instant) {
        if isWanted { state = .watching(since: now) }
    }

    /// The input of one step.
    struct Input {
        let air: Double
        let element: Double
        let onTime: Duration
        /// Whether heat is commanded.
        let isHeating: Bool
        /// Whether a set point is in force without a pause, and no bed is reported hot.
        let isUndisturbed: Bool
        let isHolding: Bool
        /// The model in force.
        let model: ThermalModel
        /// The board file's model.
        let board: ThermalModel
        let heaterPowerWatts: Double
        let now: Instant
    }

    /// Adds one step; returns the model for the rules, once.
    mutating func step(_ input: Input) -> ThermalModel? {
        isPausing = false
        switch state {
        case .judged:
            return nil
        case .watching(let since):
            watch(input, since)
            return nil
        case .recording(let since):
            guard input.isUndisturbed else {
                restart(at: input.now)
                return nil
            }
            return record(input, since)
        }
    }

    private mutating func restart(at now: Instant) {
        curve = CalibrationCurve(hasElement: true)
        rested = nil
        pauses = CalibrationPauses()
        state = .watching(since: now)
    }

    private mutating func watch(_ input: Input, _ since: Instant) {
        if input.isHeating {
            guard let rested else { return restart(at: input.now) }
            curve = rested
            curve.beginStep(at: input.now)
            state = .recording(since: input.now)
            return
        }
        guard abs(input.element - input.air) <= Self.restKelvin else {
            return restart(at: input.now)
        }
        _ = curve.add(
            air: input.air,
            element: input.element,
            onTime: input.onTime,
            at: input.now
        )
        guard input.now.duration(since: since) >= Self.rest else { return }
        let isAtRest = abs(curve.restDrift) <= Calibration.restKelvinPerSecond
        rested = isAtRest ? curve : nil
        curve = CalibrationCurve(hasElement: true)
        state = .watching(since: input.now)
    }

    private mutating func record(_ input: Input, _ since: Instant) -> ThermalModel? {
        _ = curve.add(
            air: input.air,
            element: input.element,
            onTime: input.onTime,
            at: input.now
        )
        let elapsed = input.now.duration(since: since)
        let isOpen = pauses.step(after: elapsed, hasPassed: curve.tangent.hasPassed)
        if isOpen { curve.endFullPower() }
        isPausing = isOpen && !input.isHolding
        guard elapsed >= Self.length else { return nil }
        state = .judged
        guard let fit = curve.elementFit, fit.unexplainedShare <= Self.mostUnexplained,
            Calibration.failure(
                of: fit,
                board: input.board,
                input.heaterPowerWatts,
                isFirstWarmUp: true
            ) == nil,
            let measured = input.model.measured(
                fit,
                restChamber: curve.restAir,
                restElement: curve.restElement
            )
        else { return nil }
        // What differs from an earlier calibration may be a probe that has moved since.
        switch input.model.origin {
        case .board: return measured
        case .calibrated: return Calibration.isAlike(measured, input.model) ? measured : nil
        }
    }
}
