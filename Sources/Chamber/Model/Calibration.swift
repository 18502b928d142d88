import SwitchCore

/// Learns a heater and its chamber from a step of full power: one run from rest, with at most four
/// minutes of heating.
///
/// ```
///          begin            20 s at rest          numbers settled, or 4 min        60 s
///   idle ─────────▶ resting ───────────▶ heating ─────────────────────────▶ cooling ────▶ judged
///    ▲                 │ stop, or not at rest  │ stop                         │ stop        │
///    └─────────────────┴───────────────────────┴──────────────────────────────┴─────────────┘
/// ```
///
/// It pauses heating before the element reaches its foldback, and continues when the element has
/// cooled; the fit knows when the relay was closed. With a probe on the element it also opens the relay
/// twice for half a minute (``CalibrationPauses``).
///
/// It asks for heat as a mode does: every guard, limit and the foldback take precedence. It keeps sums
/// of fixed size, never the curve.
struct Calibration: Codable, Sendable {
    /// The request of a step.
    enum Answer {
        case nothing
        /// The heater's full power.
        case heat
        /// The run is over, and must be judged.
        case ended
    }

    /// Long enough for a mean within 0.005 K, and to detect a drift of 0.004 K/s.
    static let rest = Duration.seconds(20)
    /// The longest heating, as promised to the person who starts it.
    static let longestHeating = Duration.minutes(4)
    /// Before this no curve has certainly passed its steepest tangent (random plants: 40–200 s).
    private static let shortestHeating = Duration.seconds(90)
    /// With a probe on the element the run includes both pauses and some heating after them.
    private static let shortestWithElement = Duration.seconds(215)
    /// The numbers count as settled only where they explain the curve to this share of full power.
    private static let settledUnexplained = 0.25
    /// The cooling separates the element's time constant from the chamber's lag.
    static let cooling = Duration.seconds(60)
    /// Above this rate the chamber is not at rest, in K/s: its walls are about 7 K off the room.
    static let restKelvinPerSecond = 0.004
    /// Heating pauses when the element would reach its foldback this much later, in s (the probe's lag
    /// and filter, and stored heat), and continues this far below it, in K.
    private static let elementLeadSeconds = 6.0
    private static let elementResumeKelvin = 8.0
    /// The numbers have settled when they change by less than this share between checks…
    private static let settledShare = 0.01
    /// …this often in a row; a check follows every ten samples.
    private static let settledChecks = 3
    private static let samplesPerCheck = 10

    private(set) var phase: CalibrationPhase?
    private var phaseBegan = Instant.zero
    private var heatingBegan = Instant.zero
    private(set) var curve = CalibrationCurve(hasElement: false)
    private var samplesSinceCheck = 0
    private var stableChecks = 0
    private var lastCheck: ElementFit?
    private(set) var isAtRest = true
    private(set) var heatingSeconds = 0.0
    private var isFoldingBack = false
    private var pauses = CalibrationPauses()

    /// Whether a calibration runs.
    var isRunning: Bool { phase != nil }

    /// Begins a run.
    mutating func begin(hasElement: Bool, at now: Instant) {
        self = Calibration()
        curve = CalibrationCurve(hasElement: hasElement)
        enter(.resting, at: now)
    }

    /// Ends a run without a result.
    mutating func stop() {
        phase = nil
    }

    private mutating func enter(_ next: CalibrationPhase?, at now: Instant) {
        phase = next
        phaseBegan = now
        if next == .heating {
            heatingBegan = now
            curve.beginStep(at: now)
        }
        if next == .cooling {
            heatingSeconds = now.seconds(since: heatingBegan)
            curve.endFullPower()
        }
    }

    /// Adds one step: temperatures in °C, and the time that the relay was closed so far.
    ///
    /// - Parameter foldback: the temperature that removes the element's power, in °C.
    mutating func step(
        air: Double,
        element: Double?,
        onTime: Duration,
        foldback: Double,
        at now: Instant
    ) -> Answer {
        guard let phase else { return .nothing }
        let isNewSample = curve.add(air: air, element: element, onTime: onTime, at: now)
        let elapsed = now.duration(since: phaseBegan)
        switch phase {
        case .resting:
            guard elapsed >= Self.rest else { return .nothing }
            isAtRest = abs(curve.restDrift) <= Self.restKelvinPerSecond
            guard isAtRest else { return end() }
            enter(.heating, at: now)
            return .heat
        case .heating:
            if isNewSample { check() }
            guard elapsed >= Self.longestHeating || hasSettled(after: elapsed) else {
                foldBack(element, foldback)
                return isFoldingBack || isOpen(after: elapsed) ? .nothing : .heat
            }
            enter(.cooling, at: now)
            return .nothing
        case .cooling:
            return elapsed >= Self.cooling ? end() : .nothing
        }
    }

    private mutating func end() -> Answer {
        phase = nil
        return .ended
    }

    /// Whether one of the two pauses holds the relay open.
    private mutating func isOpen(after elapsed: Duration) -> Bool {
        guard curve.hasElement else { return false }
        let isOpen = pauses.step(after: elapsed, hasPassed: curve.tangent.hasPassed)
        if isOpen { curve.endFullPower() }
        return isOpen
    }

    private mutating func foldBack(_ element: Double?, _ foldback: Double) {
        guard let element else { return }
        if isFoldingBack {
            isFoldingBack = element > foldback - Self.elementResumeKelvin
        } else {
            isFoldingBack = element + Self.elementLeadSeconds * curve.elementRate >= foldback - 1
        }
    }

    private mutating func check() {
        samplesSinceCheck &+= 1
        guard samplesSinceCheck >= Self.samplesPerCheck else { return }
        samplesSinceCheck = 0
        guard curve.hasElement else { return }
        let fit = curve.elementFit
        if let fit, let last = lastCheck,
            fit.unexplainedShare <= Self.settledUnexplained,
            abs(fit.curve.hot - last.curve.hot) <= Self.settledShare * fit.curve.hot,
            abs(fit.timeConstantSeconds - last.timeConstantSeconds)
                <= Self.settledShare * fit.timeConstantSeconds
        {
            stableChecks &+= 1
        } else {
            stableChecks = 0
        }
        lastCheck = fit
    }

    private func hasSettled(after elapsed: Duration) -> Bool {
        guard curve.hasElement else {
            return elapsed >= Self.shortestHeating && curve.tangent.hasPassed
        }
        return elapsed >= Self.shortestWithElement && stableChecks >= Self.settledChecks
    }

    /// The progress; `nil` while no calibration runs.
    func progress(at now: Instant) -> CalibrationProgress? {
        guard let phase else { return nil }
        let inPhase = now.duration(since: phaseBegan)
        let (before, length, after) =
            switch phase {
            case .resting: (Duration.zero, Self.rest, Self.longestHeating + Self.cooling)
            case .heating: (Self.rest, Self.longestHeating, Self.cooling)
            case .cooling: (Self.rest + .seconds(heatingSeconds), Self.cooling, .zero)
            }
        return CalibrationProgress(
            phase: phase,
            elapsed: before + inPhase,
            remaining: max(length - inPhase, .zero) + after
        )
    }
}

/// The phase of a calibration.
package enum CalibrationPhase: UInt8, CaseIterable, Codable, Sendable {
    /// Heater off, to measure the temperatures at rest.
    case resting
    /// Full power.
    case heating
    /// Heater off again: the element's cooling shows its time constant.
    case cooling
}

/// The progress of a calibration.
package struct CalibrationProgress: Codable, Equatable, Sendable {
    /// What the calibration is doing.
    package var phase: CalibrationPhase
    /// Since the start.
    package var elapsed: Duration
    /// The longest time until the end; heating ends earlier where the numbers have settled.
    package var remaining: Duration

    package init(phase: CalibrationPhase, elapsed: Duration, remaining: Duration) {
        self.phase = phase
        self.elapsed = elapsed
        self.remaining = remaining
    }

    /// 0…1, from the start to the end; jumps ahead where heating ends early.
    package var fraction: Double {
        let whole = (elapsed + remaining).inSeconds
        return whole > 0 ? elapsed.inSeconds / whole : 0
    }
}
