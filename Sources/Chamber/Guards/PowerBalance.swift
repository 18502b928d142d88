import SwitchCore

/// Two sums over the difference between the power that the element shows and the power that it was
/// given, in seconds of full power: what a broken part adds up to within seconds, and what a sound one
/// that is weak, cold or badly blown never does.
///
/// ```
/// missing  += a₁ · u − w                                    while heat is allowed, else 0
/// surplus  += w − a₂ · u − b − k · min(x, 1.5 · x̂)          always
/// ```
///
/// u delivered, w apparent (``ApparentDuty``), x the element's excess as a share of that at full power and
/// x̂ what u explains of it. A heater with 70 % of its power shows w = 0.7 u, above 0.4 u; airflow of 75 %
/// w = u + 0.25 x, below u + 0.27 x; mains 10 % above the calibration's w = 1.21 u. A welded element's x
/// cannot buy its own allowance, since x̂ limits it.
///
/// Where surplus shows while heat is commanded, it asks: no power for ten seconds. With a sound relay the
/// sum runs empty; with a welded one it is full within eight seconds.
///
/// Numbers of three grades: a calibrated heater, one that a first warm-up has measured, and one that
/// nobody has. Tests: `PowerBalanceTests`.
struct PowerBalance: Codable {
    /// What the sums are made of and where they end.
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

    /// A heater of little excess has more noise in its balance: the margin is at least 0.04 + 1 K / X.
    private static let noiseShare = 0.04
    private static let noiseKelvin = 1.0
    private static let allowedOverExplained = 1.5
    /// Asking begins above this many seconds of full power, takes this long, and is not repeated sooner.
    private static let suspicionSeconds = 0.3
    private static let question = Duration.seconds(10)
    private static let questionPause = Duration.seconds(120)
    /// How far back the cause of a surplus is looked for, in s.
    private static let causeSeconds = 4.0
    /// A relay that may not open and close every few seconds: half of what its shortest time is longer
    /// than this is added to the limits.
    private static let quickRelay = Duration.seconds(5)

    private(set) var apparent = ApparentDuty()
    private var missing = 0.0
    private var surplus = 0.0
    private var missingLimit = 2.5
    private var surplusLimit = 3.0
    /// How badly a welded relay, and a blower that stands still, explain what the element does: the mean
    /// square of what they leave over, in the last seconds of a surplus.
    private var leftByWeld = 0.0
    private var leftByStillAir = 0.0
    private var questionEnds = Instant.zero
    private var nextQuestion = Instant.zero

    init() {}

    /// What one step is judged by.
    struct Input {
        let element: Double?
        let chamber: Double?
        let delivered: Duty
        let isFanOn: Bool
        /// Heat is allowed.
        let isArmed: Bool
        /// Heat was commanded in the step before.
        let isHeatCommanded: Bool
        let model: ThermalModel
        let modulation: Modulation
        let seconds: Double
        let now: Instant
    }

    /// Takes one step.
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
            (missing, surplus) = (0, 0)
            return
        }
        let constants = Self.constants(input.model)
        setLimits(constants, input.modulation)
        let given = apparent.delivered
        let seconds = input.seconds
        let lacking = constants.missingShare * given - max(apparent.high, 0)
        missing = input.isArmed ? max(missing + lacking * seconds, 0) : 0
        let margin = max(
            constants.surplusMargin,
            Self.noiseShare + Self.noiseKelvin / input.model.elementExcessKelvin
        )
        let allowance =
            constants.surplusAllowance
            * min(apparent.excess, Self.allowedOverExplained * apparent.explained)
        let over = apparent.low - constants.surplusShare * given - margin - allowance
        surplus = max(surplus + over * seconds, 0)
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

    private mutating func setLimits(_ constants: Constants, _ modulation: Modulation) {
        let shortest = max(modulation.shortestOn, modulation.shortestOff) - Self.quickRelay
        let slow = max(shortest.inSeconds, 0) / 2
        missingLimit = constants.missingLimit + slow
        surplusLimit = constants.surplusLimit + slow
    }

    /// The relay is held open for a moment to see whether the element obeys.
    func isAsking(at now: Instant) -> Bool { now < questionEnds }

    /// Power is missing from the element.
    var isMissing: Bool { missing > missingLimit }

    /// The element has power that it was not given.
    var isSurplus: Bool { surplus > surplusLimit }

    /// Something is being counted up: no time to learn from.
    var isSuspicious: Bool { surplus > Self.suspicionSeconds || missing > Self.suspicionSeconds }

    /// What was found, as a rule tells it.
    var cause: FaultCause {
        let shown = apparent.low > apparent.delivered ? apparent.low : apparent.high
        return .power(apparent: min(max(shown, 0), 9.99), delivered: apparent.delivered)
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

    /// A blower that stands still explains the surplus better than a welded relay does.
    var isStillAir: Bool { leftByStillAir < leftByWeld }
}
