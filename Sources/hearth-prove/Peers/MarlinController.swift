package import Chamber
package import SwitchCore

/// Marlin's heated chamber with its defaults, by its configuration files: bang-bang every 5 s
/// (`CHAMBER_CHECK_INTERVAL`, without `CHAMBER_LIMIT_SWITCHING`); the watch (2 °C in 60 s,
/// `WATCH_CHAMBER_TEMP_INCREASE`, `_PERIOD`) while the target is far away; the runaway rule (more than
/// 2 °C below the target for 20 s, `THERMAL_PROTECTION_CHAMBER_HYSTERESIS`, `_PERIOD`) once the target
/// was reached; `CHAMBER_MINTEMP`, `CHAMBER_MAXTEMP`; the watchdog that resets a hung loop.
package struct MarlinController: Contender {
    private static let checkSeconds = 5.0
    private static let watchSeconds = 60.0
    private static let watchKelvin = 2.0
    private static let runawaySeconds = 20.0
    private static let runawayKelvin = 2.0
    private static let minTemp = 5.0
    private static let maxTemp = 85.0
    private static let watchdogSeconds = 4.0

    package private(set) var stops: [Stop] = []
    private var target: Double?
    private var isHeating = false
    private var nextCheck = 0.0
    private var lastReading: Instant?
    /// The temperature to reach and its deadline.
    private var watch: (temperature: Double, bySecond: Double)?
    private var needsWatch = false
    private var isFirstHeating = true
    private var lastInRange = 0.0

    package init() {}

    package mutating func heat(to target: Celsius) {
        self.target = target.degrees
        isFirstHeating = true
        watch = nil
        needsWatch = true
    }

    package mutating func turnOff() {
        target = nil
        watch = nil
        isHeating = false
    }

    package mutating func setBed(isHot: Bool) {}

    package mutating func beat(_ reading: Reading, at now: Instant) {
        guard stops.isEmpty, let sample = reading.chamber,
            let found = PeerReading.chamber(reading)
        else { return }
        if let lastReading, now.seconds(since: lastReading) > Self.watchdogSeconds {
            return stop("watchdog", at: now)
        }
        lastReading = sample.takenAt
        let temperature = found.degrees ?? (found == .short ? 500 : -100)
        if temperature >= Self.maxTemp { return stop("MAXTEMP", at: now) }
        if temperature <= Self.minTemp { return stop("MINTEMP", at: now) }
        guard let target else { return }
        let seconds = now.seconds(since: .zero)
        judgeWatch(target, temperature, seconds, at: now)
        judgeRunaway(target, temperature, seconds, at: now)
        guard stops.isEmpty, seconds >= nextCheck else { return }
        nextCheck = seconds + Self.checkSeconds
        isHeating = temperature < target
    }

    private mutating func judgeWatch(
        _ target: Double,
        _ temperature: Double,
        _ seconds: Double,
        at now: Instant
    ) {
        if let watch, seconds >= watch.bySecond {
            guard temperature >= watch.temperature else { return stop("heating failed", at: now) }
            self.watch = nil
            needsWatch = true
        }
        guard needsWatch else { return }
        needsWatch = false
        // Only while the target is further away than the swing of a stable hold.
        guard temperature < target - (Self.watchKelvin + Self.runawayKelvin + 1) else { return }
        watch = (temperature + Self.watchKelvin, seconds + Self.watchSeconds)
    }

    private mutating func judgeRunaway(
        _ target: Double,
        _ temperature: Double,
        _ seconds: Double,
        at now: Instant
    ) {
        if isFirstHeating {
            lastInRange = seconds
            if temperature >= target { isFirstHeating = false }
        } else if temperature >= target - Self.runawayKelvin {
            lastInRange = seconds
        } else if seconds - lastInRange > Self.runawaySeconds {
            stop("thermal runaway", at: now)
        }
    }

    private mutating func stop(_ code: String, at now: Instant) {
        isHeating = false
        stops.append(Stop(code: code, isLatched: true, at: now))
    }

    package mutating func lines(at now: Instant) -> SwitchLogic.Lines {
        var lines = SwitchLogic.Lines()
        lines.isHeaterOn = isHeating && stops.isEmpty
        lines.isFanOn = target != nil
        return lines
    }
}
