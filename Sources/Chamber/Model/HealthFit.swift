import SwitchCore

/// The heater's power and the blower's heat transfer of one run, as shares of the calibration's: a
/// least-squares fit of the element's balance.
///
/// ```
/// τ · dE/dt / X = p · u − s · (E − C) / X        p heater, s blower; 1 and 1 as calibrated
/// ```
///
/// It is the balance of ``ApparentDuty`` with two differences. All of its terms have the same lags (the
/// element's probe, a filter, and the chamber probe's lag beyond the element probe's), so that no term
/// leads: on 52 simulated chambers this reduces the error of p from 2…11 % to −2…1 %. And the power curve
/// counts inside its measured range only.
///
/// A warm-up separates p and s, because the element is cold at full power first; a cooling gives s.
/// In a hold both terms move together, and only p / s is visible: it adds nothing.
///
/// Tests: `HealthWatchTests`.
struct HealthFit: Codable {
    /// Lags in s: the element's probe, and the filter of its derivative.
    private static let probeSeconds = 4.0
    private static let filterSeconds = 2.0
    /// The lag of the delivered power, in s: the probe's, and what its sampling adds beyond the part
    /// that the fitted τ contains. Of 4…5 s this one has the least bias on 52 simulated chambers.
    private static let powerSeconds = 4.5
    /// Below this rise above rest the curve of a PTC element is unknown, in K.
    private static let lowestRise = 5.0
    private static let highestMargin = 1.0
    /// As in ``ApparentDuty``: a larger jump is a probe that was unplugged, in K.
    private static let leastJump = 16.0
    private static let longestStep = 2.0
    /// A blower that starts beside an element warmer than this above the air, in K, disturbs the lagged
    /// terms for this many of their lags.
    private static let restKelvin = 3.0
    private static let disturbedLags = 3.0
    /// The least information of a figure: what is left of its own term's sum of squares when the other
    /// term is removed from it, in s. In the proof's runs a warm-up has 2…12 s.
    private static let leastHeater = 2.0
    private static let leastBlower = 1.0

    /// The filtered element and chamber, in °C; `nil` before the first sample.
    private var element: Double?
    private var laggedElement = 0.0
    private var chamber = 0.0
    private var laggedRate = 0.0
    /// The same behind the lag of a second mass.
    private var secondRate = 0.0
    private var power = SIMD3<Double>(repeating: 0)
    private var disturbedSeconds = 0.0
    /// Σ u², u·x, x², u·y and x·y, each times its seconds.
    private var squares = SIMD3<Double>(repeating: 0)
    private var products = SIMD2<Double>(repeating: 0)

    init() {}

    /// Begins a run: its sums are empty, the lagged terms go on.
    mutating func beginRun() {
        squares = SIMD3(repeating: 0)
        products = SIMD2(repeating: 0)
    }

    /// Follows one step: temperatures in °C and the share that the relay was closed. `isCounted`: the
    /// step belongs to a warm-up or a cooling.
    mutating func step(
        element newest: Double?,
        chamber air: Double?,
        delivered: Double,
        isFanOn: Bool,
        isCounted: Bool,
        model: ThermalModel,
        seconds: Double
    ) {
        guard let newest, let air, let balance = model.balance, seconds <= Self.longestStep,
            abs(newest - (element ?? newest)) < Self.leastJump
        else {
            element = nil
            return
        }
        guard seconds > 0 else { return }
        let lag = max(balance.airLagSeconds - Self.probeSeconds, 0)
        guard var filtered = element else {
            (element, laggedElement, chamber) = (newest, newest, air)
            (laggedRate, secondRate) = (0, 0)
            power = SIMD3(repeating: 0)
            disturbedSeconds = newest - air > Self.restKelvin ? Self.disturbance(lag) : 0
            return
        }
        let rise = newest - balance.restElement
        let full = model.elementExcessKelvin
        let share = seconds / (Self.filterSeconds + seconds)
        let lagShare = seconds / (lag + seconds)
        let drawn = delivered * balance.curve.bounds(at: rise).high / full
        power[0] += (drawn - power[0]) * seconds / (Self.powerSeconds + seconds)
        power[1] += (power[0] - power[1]) * share
        power[2] += (power[1] - power[2]) * lagShare
        filtered += (newest - filtered) * share
        element = filtered
        laggedElement += (filtered - laggedElement) * lagShare
        laggedRate += ((newest - filtered) / Self.filterSeconds - laggedRate) * lagShare
        secondRate += (laggedRate - secondRate) * seconds / (ElementFit.secondLagSeconds + seconds)
        chamber += (air - chamber) * share
        guard isFanOn else {
            if newest - air > Self.restKelvin { disturbedSeconds = Self.disturbance(lag) }
            return
        }
        disturbedSeconds = max(disturbedSeconds - seconds, 0)
        let lagged = laggedElement - balance.restElement
        let isInRange =
            balance.curve.isPlain
            || (lagged > Self.lowestRise && lagged < balance.curve.highest + Self.highestMargin)
        guard isCounted, isInRange, disturbedSeconds == 0 else { return }
        let fitted = model.elementTimeConstantSeconds
        let stored = balance.stored(
            max(fitted - Self.probeSeconds, fitted / 2),
            rate: laggedRate,
            laggedRate: secondRate
        )
        add(power[2], (laggedElement - chamber) / full, stored / full, seconds)
    }

    private static func disturbance(_ lag: Double) -> Double {
        disturbedLags * (lag + probeSeconds + filterSeconds)
    }

    private mutating func add(_ u: Double, _ x: Double, _ y: Double, _ seconds: Double) {
        squares += SIMD3(u * u, u * x, x * x) * seconds
        products += SIMD2(u, x) * (y * seconds)
    }

    /// The heater's share; `nil` without enough information.
    var heater: Double? {
        guard squares[2] > 0, determinant / squares[2] >= Self.leastHeater else { return nil }
        return Self.plausible((products[0] * squares[2] - products[1] * squares[1]) / determinant)
    }

    /// The blower's share; `nil` without enough information.
    var blower: Double? {
        guard squares[0] > 0, determinant / squares[0] >= Self.leastBlower else { return nil }
        return Self.plausible((products[0] * squares[1] - products[1] * squares[0]) / determinant)
    }

    private var determinant: Double { squares[0] * squares[2] - squares[1] * squares[1] }

    /// The share within 0…5; `nil` where it is not a number.
    private static func plausible(_ share: Double) -> Double? {
        share.isFinite ? min(max(share, 0), 5) : nil
    }
}
