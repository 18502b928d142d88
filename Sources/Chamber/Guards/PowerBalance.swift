import SwitchCore

/// Two sums of the difference between the power that the element shows and the power delivered, in
/// seconds of full power. A broken part fills a sum within seconds; a sound heater that is weak, cold
/// or has little airflow never does.
///
/// ```
/// missing  += a₁ · u − w                                    while heat is allowed, else 0
/// surplus  += w − a₂ · u − b − k · min(x, 1.5 · x̂)          always
/// ```
///
/// u is delivered, w apparent (``ApparentDuty``), x the element's excess as a share of that at full
/// power, and x̂ the part of x that u explains. A heater with 70 % of its power shows w = 0.7 u, above
/// 0.4 u; airflow of 75 % shows w = u + 0.25 x, below u + 0.27 x; mains 10 % above the calibration's
/// shows w = 1.21 u. x̂ limits the allowance, so that a welded relay does not raise it with its own
/// excess.
///
/// A surplus while heat is commanded starts a test on a measured heater: no power for ten seconds. With
/// a sound relay the sum empties; with a welded one it is full within eight seconds.
///
/// There are three sets of constants: for a calibrated heater, for one measured by its first warm-up,
/// and for an unmeasured one. Tests: `PowerBalanceTests`.
struct PowerBalance: Codable {
    /// The coefficients and the limits of the sums, in s of full power.
    private struct Constants {
        let missingShare: Double
        let missingLimit: Double
        let surplusShare: Double
        let surplusMargin: Double
        let surplusAllowance: Double
        let surplusLimit: Double

        static let calibrated = Constants(
            missingShare: 0.4,
            missingLimit: 2.5,
            surplusShare: 1.2,
            surplusMargin: 0.06,
            surplusAllowance: 0.27,
            surplusLimit: 3
        )
        static let provisional = Constants(
            missingShare: 0.3,
            missingLimit: 2.5,
            surplusShare: 1.2,
            surplusMargin: 0.06,
            surplusAllowance: 0.27,
            surplusLimit: 5
        )
        static let unmeasured = Constants(
            missingShare: 0.5,
            missingLimit: 3,
            surplusShare: 1.1,
            surplusMargin: 0.1,
            surplusAllowance: 0,
            surplusLimit: 4
        )
    }

    /// A heater with little excess has a noisier balance: the margin is at least 0.04 + 1 K / X.
    private static let noiseShare = 0.04
    private static let noiseKelvin = 1.0
    private static let allowedOverExplained = 1.5
    /// The test starts above this many seconds of full power, lasts ten seconds, and pauses two
    /// minutes.
    private static let suspicionSeconds = 0.3
    private static let largestOverLimit = 1.2
    private static let question = Duration.seconds(10)
    private static let questionPause = Duration.seconds(120)
    /// Time constant of the comparison of causes, in s.
    private static let causeSeconds = 4.0
    /// A relay with a longer shortest time than this may not switch every few seconds: half of the time
    /// beyond it is added to the limits.
    private static let quickRelay = Duration.seconds(5)

    /// An apparent power below this shows that the probe has slipped: an open element shows 0, and the
    /// filters make it −0.1 at most.
    private static let slipped = -0.5
    /// The largest apparent power that is told.
    private static let most = 9.99

    private(set) var apparent = ApparentDuty()
    private var missing = 0.0
    private var surplus = 0.0
    /// Whether the element lacks power that was delivered.
    private(set) var isMissing = false
    /// Whether the element has power that was not delivered.
    private(set) var isSurplus = false
    /// How badly a welded relay, and still air, explain the surplus: mean squares of what each leaves
    /// unexplained, over the last seconds of a surplus.
    private var leftByWeld = 0.0
    private var leftByStillAir = 0.0
    /// The lowest apparent power since ``missing`` began to fill.
    private var lowest = 0.0
    private var questionEnds = Instant.zero
    private var nextQuestion = Instant.zero

    init() {}

    /// The input of one step.
    struct Input {
        let element: Double?
        let chamber: Double?
        let delivered: Duty
        let isFanOn: Bool
        /// Whether heat is allowed.
        let isArmed: Bool
        /// Whether heat was commanded in the step before.
        let isHeatCommanded: Bool
        let model: ThermalModel
        let modulation: Modulation
        let seconds: Double
        let now: Instant
    }

    /// Adds one step.
    mutating func step(_ input: Input) {
        apparent.step(
            element: input.element,
            chamber: input.chamber,
            delivered: input.delivered.fraction,
            isFanOn: input.isFanOn,
            model: input.model,
            seconds: input.seconds
        )
        guard apparent.isKnown else {
            (missing, surplus, lowest) = (0, 0, 0)
            (isMissing, isSurplus) = (false, false)
            return
        }
        let constants = Self.constants(input.model)
        let given = apparent.delivered
        let seconds = input.seconds
        let lacking = constants.missingShare * given - max(apparent.high, 0)
        let margin = max(
            constants.surplusMargin,
            Self.noiseShare + Self.noiseKelvin / input.model.elementExcessKelvin
        )
        let allowance =
            constants.surplusAllowance
            * min(apparent.excess, Self.allowedOverExplained * apparent.explained)
        let over = apparent.low - constants.surplusShare * given - margin - allowance
        let slow = Self.allowance(for: input.modulation)
        let missingLimit = constants.missingLimit + slow
        let surplusLimit = constants.surplusLimit + slow
        missing = input.isArmed ? Self.sum(missing + lacking * seconds, limit: missingLimit) : 0
        surplus = Self.sum(surplus + over * seconds, limit: surplusLimit)
        lowest = missing > 0 ? min(lowest, apparent.high) : 0
        isMissing = missing > missingLimit
        isSurplus = surplus > surplusLimit
        compareCauses(seconds)
        guard input.model.balance != nil, surplus > Self.suspicionSeconds, input.isHeatCommanded,
            input.now >= nextQuestion
        else { return }
        questionEnds = input.now.advanced(by: Self.question)
        nextQuestion = input.now.advanced(by: Self.questionPause)
    }

    private static func constants(_ model: ThermalModel) -> Constants {
        guard model.balance != nil else { return .unmeasured }
        switch model.origin {
        case .calibrated: return .calibrated
        case .board: return .provisional
        }
    }

    /// A sum never goes far past its limit, so that it empties soon after the fault has gone.
    private static func sum(_ value: Double, limit: Double) -> Double {
        min(max(value, 0), largestOverLimit * limit)
    }

    /// What a slow relay adds to both limits, in s of full power.
    private static func allowance(for modulation: Modulation) -> Double {
        let shortest = max(modulation.shortestOn, modulation.shortestOff) - quickRelay
        return max(shortest.inSeconds, 0) / 2
    }

    /// Whether the relay is held open for the test.
    func isAsking(at now: Instant) -> Bool { now < questionEnds }

    /// Whether a sum is filling, so that nothing must be learned now.
    var isSuspicious: Bool { surplus > Self.suspicionSeconds || missing > Self.suspicionSeconds }

    /// The finding for a rule's hazard.
    var cause: FaultCause {
        guard apparent.low <= apparent.delivered else {
            return .power(apparent: min(apparent.low, Self.most), delivered: apparent.delivered)
        }
        // A probe that slips shows a fall that no heater makes, and then only a cold element.
        let shown = lowest < Self.slipped ? max(lowest, -Self.most) : max(apparent.high, 0)
        return .power(apparent: min(shown, Self.most), delivered: apparent.delivered)
    }

    private mutating func compareCauses(_ seconds: Double) {
        guard surplus > 0 else {
            (leftByWeld, leftByStillAir) = (0, 0)
            return
        }
        let welded = apparent.low - 1
        let still = apparent.lowInStillAir - apparent.delivered
        let share = seconds / (Self.causeSeconds + seconds)
        leftByWeld += (welded * welded - leftByWeld) * share
        leftByStillAir += (still * still - leftByStillAir) * share
    }

    /// Whether still air explains the surplus better than a welded relay.
    var isStillAir: Bool { leftByStillAir < leftByWeld }
}
