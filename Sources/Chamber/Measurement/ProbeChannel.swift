import SwitchCore

/// One probe, from raw sample to trusted temperature: finds wiring faults, rejects outliers, and
/// smooths noise.
///
/// A sample is *bad* when the converter failed, when the divider is at a rail, or when the temperature
/// jumps faster than anything real. One bad sample is ignored; the eighth in a row (2 s at 4 Hz) makes
/// the probe faulty.
struct ProbeChannel: Codable {
    /// Bad samples in a row that make a probe faulty (rule `safety.probe_single_failure`).
    static let badSamplesToFault = 8
    /// No good sample for this long makes a probe stale: 2 s and one sampling interval, so that a probe
    /// that fails with each sample shows its own condition first.
    static let staleAfter = Duration.milliseconds(2_250)
    /// No chamber and no element changes faster than this, in K/s (the same rule).
    static let fastestKelvinPerSecond = 10.0

    /// A sample that gave a resistance.
    struct NewestCode: Codable {
        let code: Int32
        let ratio: Double
        let takenAt: Instant
    }

    private struct Good: Codable {
        let degrees: Double
        let at: Instant
    }

    private let thermistor: Thermistor
    private let divider: Divider
    var offset: TemperatureDelta

    private var filter = SampleFilter()
    private var lastSampleAt: Instant?
    private var lastGood: Good?
    /// The newest code that gave a resistance, with its share of the supply.
    private(set) var newestCode: NewestCode?
    private var badStreak = 0
    private var badCondition = ProbeStatus.Condition.waiting
    private var hotStreak = 0
    /// The newest measured temperature at or above the trip temperature.
    private(set) var hottest = Celsius(0)

    /// When the probe began to wait for its first good sample.
    private let startedAt: Instant

    init(_ configuration: ProbeConfiguration, at now: Instant) {
        thermistor = configuration.thermistor
        divider = configuration.divider
        offset = configuration.offset.heldToCeiling
        startedAt = now
    }

    /// Receives the newest sample; a sample that was received before changes nothing.
    ///
    /// - Parameter trip: ``isAtTrip`` reports two samples in a row at or above this temperature.
    mutating func receive(_ sample: ProbeSample?, trip: Celsius) {
        guard let sample, sample.takenAt > lastSampleAt ?? Instant(nanoseconds: .min) else {
            return
        }
        lastSampleAt = sample.takenAt
        switch sample.outcome {
        case .failed:
            rejectSample(as: .unreadable)
        case .measured(let code, let ratio):
            switch divider.finding(ratio: ratio) {
            case .shortCircuit: rejectSample(as: .shortCircuit)
            case .openCircuit: rejectSample(as: .openCircuit)
            case .resistance(let resistance):
                newestCode = NewestCode(code: code, ratio: ratio, takenAt: sample.takenAt)
                judge(thermistor.temperature(at: resistance) + offset, sample.takenAt, trip)
            }
        }
    }

    private mutating func judge(_ temperature: Celsius, _ takenAt: Instant, _ trip: Celsius) {
        // Judged before the outlier check: two hot samples in a row are believed.
        hotStreak = temperature >= trip ? min(hotStreak + 1, 2) : 0
        if hotStreak > 0 { hottest = temperature }
        let degrees = temperature.degrees
        guard let last = lastGood else { return accept(degrees, takenAt, after: 0) }
        let elapsed = takenAt.seconds(since: last.at)
        guard abs(degrees - last.degrees) <= Self.fastestKelvinPerSecond * elapsed else {
            return countBad(as: .implausible)
        }
        accept(degrees, takenAt, after: elapsed)
    }

    private mutating func accept(_ degrees: Double, _ takenAt: Instant, after seconds: Double) {
        lastGood = Good(degrees: degrees, at: takenAt)
        badStreak = 0
        filter.add(degrees, after: seconds)
    }

    private mutating func rejectSample(as condition: ProbeStatus.Condition) {
        hotStreak = 0
        countBad(as: condition)
    }

    private mutating func countBad(as condition: ProbeStatus.Condition) {
        badStreak = min(badStreak + 1, Self.badSamplesToFault)
        badCondition = condition
    }

    /// Whether two samples in a row were at or above the trip temperature.
    var isAtTrip: Bool {
        hotStreak >= 2
    }

    /// The size of one converter step at the newest code, in K; 0 before the first code.
    var kelvinPerCode: Double {
        guard let newestCode, newestCode.code != 0,
            case .resistance(let here) = divider.finding(ratio: newestCode.ratio),
            case .resistance(let next) = divider.finding(
                ratio: newestCode.ratio * (1 + 1 / Double(newestCode.code))
            )
        else { return 0 }
        let step =
            thermistor.temperature(at: next).degrees - thermistor.temperature(at: here).degrees
        return abs(step)
    }

    /// The newest accepted temperature in °C, unfiltered, and its age in s.
    func newest(at now: Instant) -> (degrees: Double, ageSeconds: Double)? {
        lastGood.map { ($0.degrees, now.seconds(since: $0.at)) }
    }

    /// The state of the probe, with its temperature where it is good.
    func status(at now: Instant) -> ProbeStatus {
        if badStreak >= Self.badSamplesToFault {
            return ProbeStatus(condition: badCondition)
        }
        guard now.duration(since: lastGood?.at ?? startedAt) <= Self.staleAfter else {
            return ProbeStatus(condition: badStreak > 0 ? badCondition : .stale)
        }
        guard let degrees = filter.value else { return ProbeStatus(condition: .waiting) }
        return ProbeStatus(condition: .good, temperature: Celsius(degrees))
    }
}
