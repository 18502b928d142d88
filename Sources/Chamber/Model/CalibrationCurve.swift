import SwitchCore

/// The curve of a calibration, reduced as it arrives: means of one second, integrals from the start of
/// the step, the steepest tangent, and the sums for the element's fit.
struct CalibrationCurve: Codable, Sendable {
    /// A mean over one second: rises above rest in K, s since the step began, s of closed relay.
    private struct Sample: Codable {
        var seconds = 0.0
        var air = 0.0
        var element = 0.0
        var on = 0.0
    }

    private static let secondsPerSample = 1.0

    let hasElement: Bool
    private(set) var tangent = TangentFinder()
    private var moments = StepMoments()

    /// Sums of the current second, and when it began.
    private var sums = Sample()
    private var taken = 0
    private var sampleBegan: Instant?

    /// When the rest began, then the step; and the line through the rest.
    private var began: Instant?
    private var restTangent = LineSums()
    private(set) var restAir = 0.0
    private(set) var restElement = 0.0
    private var isStepping = false
    /// The tangent is only valid at full power.
    private var isAtFullPower = false

    /// The time with the relay closed, in s: as last reported, in total, and at the start of the step.
    private var reportedOn: Duration?
    private var on = 0.0
    private var onAtStep = 0.0

    private var last = Sample()
    private var beforeLast = Sample()
    private var airIntegral = 0.0
    private var excessIntegral = 0.0
    private var onElementIntegral = 0.0
    private var onSquareIntegral = 0.0
    /// The element behind the lag of a second mass, in K above rest. An optional, as a recording of an
    /// earlier version has none; it begins at 0.
    private var laggedElement: Double?
    /// The element's newest rate of change, in K/s.
    private(set) var elementRate = 0.0

    init(hasElement: Bool) {
        self.hasElement = hasElement
    }

    /// The drift of the chamber's temperature at rest, in K/s.
    var restDrift: Double { restTangent.slope }

    /// Starts the step: from now on rises count from the mean of the rest.
    mutating func beginStep(at now: Instant) {
        restAir = restTangent.mean
        isStepping = true
        isAtFullPower = true
        began = now
        sampleBegan = now
        sums = Sample()
        taken = 0
        onAtStep = on
    }

    /// Marks the opening of the relay: later samples are not at full power.
    mutating func endFullPower() { isAtFullPower = false }

    /// Adds one step's temperatures in °C; returns whether a second is full.
    mutating func add(air: Double, element: Double?, onTime: Duration, at now: Instant) -> Bool {
        follow(onTime)
        guard let began, let sampleBegan else {
            (self.began, self.sampleBegan) = (now, now)
            return false
        }
        sums.seconds += now.seconds(since: began)
        sums.air += air
        sums.element += element ?? 0
        sums.on += on - onAtStep
        taken &+= 1
        guard now.seconds(since: sampleBegan) >= Self.secondsPerSample - 0.05 else { return false }
        self.sampleBegan = now
        let count = Double(taken)
        let mean = Sample(
            seconds: sums.seconds / count,
            air: sums.air / count,
            element: sums.element / count,
            on: sums.on / count
        )
        sums = Sample()
        taken = 0
        if isStepping { advance(mean) } else { rest(mean) }
        return true
    }

    /// Adds up the time with the relay closed, across restarts of the switch, which count from zero.
    private mutating func follow(_ onTime: Duration) {
        if let reportedOn, onTime >= reportedOn { on += (onTime - reportedOn).inSeconds }
        reportedOn = onTime
    }

    private mutating func rest(_ mean: Sample) {
        restTangent.add(mean.seconds, mean.air)
        restElement += (mean.element - restElement) / Double(restTangent.count)
    }

    private mutating func advance(_ mean: Sample) {
        var sample = mean
        sample.air -= restAir
        sample.element = hasElement ? mean.element - restElement : 0
        if isAtFullPower { tangent.add(seconds: sample.seconds, rise: sample.air) }
        sumUp(upTo: sample)
        beforeLast = last
        last = sample
    }

    /// Adds the last sample to the sums, now that the next one gives its rates.
    private mutating func sumUp(upTo next: Sample) {
        let span = next.seconds - beforeLast.seconds
        if hasElement, last.seconds > beforeLast.seconds, span > 0 {
            let step = last.seconds - beforeLast.seconds
            let excess = last.element - last.air
            let excessBefore = beforeLast.element - beforeLast.air
            excessIntegral += (excess + excessBefore) / 2 * step
            airIntegral += (last.air + beforeLast.air) / 2 * step
            let closed = last.on - beforeLast.on
            let element = (last.element + beforeLast.element) / 2
            onElementIntegral += closed * element
            onSquareIntegral += closed * element * element
            let lagged = laggedElement ?? 0
            let share = step / (ElementFit.secondLagSeconds + step / 2)
            laggedElement = lagged + (element - lagged) * share
            moments.add(
                StepMoments.Sample(
                    excessIntegral: excessIntegral,
                    onIntegral: last.on,
                    element: last.element,
                    elementRate: (next.element - beforeLast.element) / span,
                    air: last.air,
                    airRate: (next.air - beforeLast.air) / span,
                    airIntegral: airIntegral,
                    onElementIntegral: onElementIntegral,
                    onSquareIntegral: onSquareIntegral,
                    laggedElement: laggedElement ?? 0
                )
            )
        }
        if next.seconds > last.seconds {
            elementRate = (next.element - last.element) / (next.seconds - last.seconds)
        }
    }

    /// The element's balance, where the curve determines it.
    var elementFit: ElementFit? { hasElement ? moments.elementFit : nil }

    /// The chamber's rise so far, in K.
    var rise: Double { last.air }
}

/// The sums of a straight line fitted through points.
struct LineSums: Codable, Sendable {
    private var x = 0.0
    private var y = 0.0
    private var xx = 0.0
    private var xy = 0.0
    private(set) var count = 0

    /// Adds a point.
    mutating func add(_ abscissa: Double, _ ordinate: Double) {
        x += abscissa
        y += ordinate
        xx += abscissa * abscissa
        xy += abscissa * ordinate
        count &+= 1
    }

    /// The mean of the ordinates; 0 without any.
    var mean: Double { count > 0 ? y / Double(count) : 0 }

    /// The line's slope; 0 where there is none.
    var slope: Double {
        let number = Double(count)
        let determinant = number * xx - x * x
        return determinant > 1e-9 ? (number * xy - x * y) / determinant : 0
    }
}
