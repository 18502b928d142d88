import SwitchCore

/// "Off means cooling": without power the chamber must fall as fast as the power that held it implies.
///
/// Judged from the chamber alone. After an off, with the blower still running, the fall of a sound
/// chamber matches the duty u that held it. What is missing is heat that no command gave, as a share w
/// of the heater's power:
///
/// ```
/// w = u − (C(t₀) − C(t₀ + 60 s)) / (0.82 · slope · 60 s)
/// ```
///
/// Only after a hold: on the way up the element's stored heat keeps warming the chamber. u is the mean
/// duty of the two minutes before the off; t₀ is one and a half dead times after it, at least 20 s. On a
/// chamber that was never calibrated t₀ and the 60 s are twice as long. A bed that was hot before is part
/// of u. Sound: −0.2…0.2; a bed of 80 W switched on in that minute: up to 0.6; a welded relay: 0.8…1.2
/// (`docs/safety.md`).
///
/// Without an element probe, a w between these, or warmth that comes later, is tested with the blower,
/// which stands still until then. A heated element has stored heat and releases it when the air moves;
/// a bed, the sun or the room do not react.
///
/// ```
///             w > 0.08, blower off           two dead times and a minute
///   quiet ──────────────────────▶ watching ────────────────────────────▶ asking (blower on)
///     ▲ ◀── 15 min of peace ──────────────── no jump in a dead time and a minute ──┘
/// ```
///
/// Tests: `OffMeansCoolingTests`.
struct OffMeansCooling: Codable {
    private enum State: Codable {
        case quiet
        case watching(since: Instant)
        case asking(since: Instant)
    }

    /// Time constant of the mean of the delivered duty, in s.
    private static let dutySeconds = 120.0
    /// A chamber's steepest fall, as a share of its steepest rise.
    private static let slopeShare = 0.82
    private static let windowSeconds = 60
    private static let leastDelay = 20.0
    private static let deadTimesBefore = 1.5
    /// Above this share the relay is welded…
    private static let weldedShare = 0.68
    /// …below this one nothing is wrong; between them the blower test decides.
    private static let doubtfulShare = 0.15
    /// Warmth above this share starts the blower test, with blower and power off.
    private static let warmthShare = 0.08
    /// A rise by more than this share after the blower starts proves a hot element.
    private static let jumpShare = 0.4
    private static let peace = Duration.minutes(15)

    /// A hold must last at least this long.
    private static let leastHold = Duration.minutes(3)

    /// The mean of the delivered duty, its value when heat was last commanded, and since when the set
    /// point has been held.
    private var duty = 0.0
    private var heldDuty = 0.0
    private var holdBegan: Instant?
    private var wasHeld = false
    private var offSince: Instant?
    private var wasHeated = false
    private var isProven = false
    private var beginning: Double?
    private var state = State.quiet
    private var restUntil = Instant.zero
    private var largest = 0.0
    /// The air of the last minute, one value a second, in °C.
    private var ring = SIMD64<Double>(repeating: 0)
    private var slot = 0
    private var samples = 0
    private var sampledAt: Instant?

    init() {}

    /// Whether the blower must run for the test.
    var wantsFan: Bool {
        if case .asking = state { true } else { false }
    }

    /// Judges one step; a hazard means a welded relay.
    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard let air = input.hottestAir else {
            restart()
            return nil
        }
        duty += (input.justDelivered - duty) * input.seconds / (Self.dutySeconds + input.seconds)
        if input.commanded > .off {
            let began = input.isHolding ? holdBegan ?? input.now : nil
            holdBegan = began
            wasHeld = began.map { input.now.duration(since: $0) >= Self.leastHold } ?? false
            restart()
            wasHeated = true
            heldDuty = duty
            return nil
        }
        let since = offSince ?? input.now
        offSince = since
        sample(air, at: input.now)
        let off = input.now.duration(since: since)
        if wasHeld, !isProven, let share = fall(air, after: off, input) {
            isProven = true
            if share > Self.weldedShare, !input.isBedHot, input.isElementWarm {
                return hazard(share)
            }
            if share > Self.doubtfulShare { state = .watching(since: input.now) }
        }
        guard !input.hasElementProbe, off > FanControl.proofRun || !wasHeated else { return nil }
        return ask(input, air)
    }

    private func hazard(_ share: Double) -> Hazard {
        Hazard(.relayStuck, .latch, .power(apparent: min(share, 9.99), delivered: 0))
    }

    private mutating func restart() {
        offSince = nil
        isProven = false
        beginning = nil
        state = .quiet
        samples = 0
        sampledAt = nil
    }

    private mutating func sample(_ air: Double, at now: Instant) {
        if let sampledAt, now.duration(since: sampledAt) < .seconds(1) { return }
        sampledAt = now
        slot = (slot + 1) % Self.windowSeconds
        samples = min(samples + 1, Self.windowSeconds)
        ring[slot] = air
    }

    /// The share of the heater's power that the fall lacks; `nil` until the window is over.
    private mutating func fall(
        _ air: Double,
        after off: Duration,
        _ input: GuardInput
    ) -> Double? {
        let delay = max(Self.leastDelay, Self.deadTimesBefore * input.model.deadTimeSeconds)
        // The board's default numbers are less certain, so the window is longer.
        let isMeasured = input.model.origin == .calibrated
        let (start, window) = isMeasured ? (delay, 60.0) : (2 * delay, 120.0)
        let seconds = off.inSeconds
        guard seconds >= start else { return nil }
        let from = beginning ?? air
        beginning = from
        guard seconds >= start + window else { return nil }
        return heldDuty
            - (from - air) / (Self.slopeShare * input.model.slopeKelvinPerSecond * window)
    }

    /// Tests warmth that appears with power and blower off.
    private mutating func ask(_ input: GuardInput, _ air: Double) -> Hazard? {
        // The oldest value is the next one to be overwritten.
        guard samples == Self.windowSeconds else { return nil }
        let before = ring[(slot + 1) % Self.windowSeconds]
        let full = Self.slopeShare * input.model.slopeKelvinPerSecond * Double(Self.windowSeconds)
        let share = (air - before) / full
        let deadTime = Duration.seconds(input.model.deadTimeSeconds)
        switch state {
        case .quiet:
            guard share > Self.warmthShare, !input.report.isFanOn, input.now >= restUntil else {
                return nil
            }
            largest = 0
            state = .watching(since: input.now)
        case .watching(let since):
            largest = max(largest, share)
            guard input.now.duration(since: since) > .seconds(60) + deadTime + deadTime,
                !input.report.isFanOn
            else { return nil }
            state = .asking(since: input.now)
        case .asking(let since):
            let asked = input.now.duration(since: since)
            if asked.inSeconds > 0.7 * input.model.deadTimeSeconds,
                share - largest > Self.jumpShare
            {
                return hazard(share)
            }
            guard asked > deadTime + .seconds(60) else { return nil }
            state = .quiet
            restUntil = input.now.advanced(by: Self.peace)
        }
        return nil
    }
}
