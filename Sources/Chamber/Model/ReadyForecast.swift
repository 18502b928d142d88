import SwitchCore

/// When the chamber's probe will be within a kelvin of its set point: element, air, walls and the probe computed
/// forward from a calibration.
///
/// ```
/// z' = (goal − z) / τ − A' / X                                  the duty that leaves the element
/// A' = g · (z − 2.39 h (A − room) + 1.91 h (W − room))          air
/// W' = w · (A − W) − 3/8 w · (W − room)        w = 0.255 · h · g    walls
/// C' = (A − C) / 0.6 L                         the probe
/// goal                                         the regulator's, at most what the element's limit allows
/// ```
///
/// h, τ, X and L are the model's hold duty, element time constant, element excess and air lag. g is the air's
/// heating rate without losses: the one with which the first ``seenSeconds`` of a step from rest have the model's
/// steepest slope, seen through the probe's lag. The other numbers are the ratios of the nominal plant's
/// conductances (air to walls 8, walls to room 3, air to room 2 W/K; together 4.18) and capacities (walls
/// 6000, air 800 J/K).
///
/// From a third of the way on it is within 10 % or a minute of the time that is left, on all of 40 random chambers
/// that reach 60 °C (`hearth-prove regulation`). Tests: `ReadyForecastTests`.
struct ReadyForecast: Codable {
    private static let airLoss = 10 / 4.18
    private static let wallsGain = 8 / 4.18
    private static let wallsToRoom = 3.0 / 8
    private static let wallsRate = (8.0 / 6000) / (4.18 / 800)
    /// A calibration takes its slope from this many seconds: its first pause comes then at the latest.
    private static let seenSeconds = 130.0
    /// How far the air is ahead of its probe now, and how far the probe follows it later, as shares of the air
    /// lag. The first is the smaller one, as the rate is a mean of the last minute.
    private static let leadLags = 0.4
    private static let probeLags = 0.6
    /// The regulator's gain is lower near the set point, as its own estimate is ahead of the air.
    private static let gainShare = 0.7
    private static let reachedKelvin = ReadyOutlook.reachedKelvin
    private static let longest = Duration.hours(2)
    private static let interval = Duration.seconds(5)

    /// The air's heating rate without losses at full power, in K/s; `nil` where the element was not
    /// measured.
    private var gain: Double?
    /// The walls, computed from the start on, in °C; `nil` before the first temperature.
    private var walls: Double?
    private var nextAt = Instant.zero
    /// When the set point will be reached; `nil`: not heating, not calibrated, or not within two hours.
    private(set) var readyAt: Instant?
    /// The way there, and what was promised at its beginning. A recording does not need it.
    private(set) var outlook = ReadyOutlook()

    private enum CodingKeys: CodingKey {
        case gain
        case walls
        case nextAt
        case readyAt
    }

    init(_ model: ThermalModel) { adopt(model) }

    /// Computes by `model` from now on.
    mutating func adopt(_ model: ThermalModel) {
        let isMeasured = model.origin == .calibrated && model.balance != nil
        gain = isMeasured ? Self.gain(of: model) : nil
    }

    /// One step's temperatures in °C, rates in K/s, and what the regulator wants.
    struct Input {
        let chamber: Double?
        /// The chamber's rate of change, filtered.
        let smoothRate: Double
        /// The duty that has left the element.
        let released: Double
        /// The set point while the chamber is on its way to it.
        let setPoint: Double?
        let elementLimit: Double
        let room: Double
        let goalPerKelvin: Double
        let seconds: Double
        let now: Instant
    }

    /// Follows the walls, and computes the time again every five seconds.
    mutating func step(_ input: Input, _ model: ThermalModel) {
        guard let gain, let chamber = input.chamber else {
            readyAt = nil
            return
        }
        let air = chamber + Self.leadLags * model.airLag * input.smoothRate
        let walls = self.walls ?? chamber
        let change = Self.wallsRate(gain, model, air: air, walls: walls, room: input.room)
        self.walls = walls + change * input.seconds
        guard let setPoint = input.setPoint else {
            readyAt = nil
            nextAt = input.now
            outlook = ReadyOutlook()
            return
        }
        guard input.now >= nextAt else { return }
        nextAt = input.now.advanced(by: Self.interval)
        let stored = model.elementTimeConstantSeconds / model.elementExcessKelvin
        var path = ReadyPath()
        let left = Self.seconds(
            to: setPoint - Self.reachedKelvin,
            from: State(
                released: input.released - stored * input.smoothRate,
                air: air,
                walls: walls,
                probe: chamber
            ),
            gain: gain,
            model,
            input,
            &path
        )
        readyAt = left.map { input.now.advanced(by: .seconds($0)) }
        outlook.update(path, readyAt: readyAt, setPoint: Celsius(setPoint), at: input.now)
    }

    /// The duty that leaves the element, and the temperatures in °C.
    private struct State {
        var released: Double
        var air: Double
        var walls: Double
        var probe: Double
    }

    private static func wallsRate(
        _ gain: Double,
        _ model: ThermalModel,
        air: Double,
        walls: Double,
        room: Double
    ) -> Double {
        let rate = wallsRate * model.holdDutyPerKelvin * gain
        return rate * (air - walls) - wallsToRoom * rate * (walls - room)
    }

    /// The losses as a duty.
    private static func load(_ state: State, _ model: ThermalModel, room: Double) -> Double {
        model.holdDutyPerKelvin
            * (airLoss * (state.air - room) - wallsGain * (state.walls - room))
    }

    private static func seconds(
        to goal: Double,
        from start: State,
        gain: Double,
        _ model: ThermalModel,
        _ input: Input,
        _ path: inout ReadyPath
    ) -> Double? {
        var state = start
        var elapsed = 0.0
        let lag = elementLag(model)
        let probeLag = probeLags * model.airLag
        while elapsed < longest.inSeconds {
            // Short steps first: 200 of them are two hours.
            let step = max(2, elapsed / 40)
            let load = load(state, model, room: input.room)
            let rate = gain * (state.released - load)
            let air = state.air + rate * step
            let probe = (probeLag * state.probe + step * air) / (probeLag + step)
            let seen = (probe - state.probe) / step
            path.record(state.probe, rate: seen, from: elapsed, to: elapsed + step)
            guard probe < goal else {
                return elapsed + max(goal - state.probe, 0) / max(seen, 1e-6)
            }
            let most = min(1, (input.elementLimit - state.air) / model.elementExcessKelvin)
            let wanted = load + gainShare * input.goalPerKelvin * (goal + reachedKelvin - state.air)
            let duty = min(wanted, most)
            state.released =
                step < 0.7 * lag
                ? state.released
                    + step * ((duty - state.released) / lag - rate / model.elementExcessKelvin)
                : duty - lag * rate / model.elementExcessKelvin
            state.walls +=
                step * wallsRate(gain, model, air: state.air, walls: state.walls, room: input.room)
            (state.air, state.probe) = (air, probe)
            elapsed += step
        }
        return nil
    }

    /// The element's time constant without its probe's 4 s.
    private static func elementLag(_ model: ThermalModel) -> Double {
        let fitted = model.elementTimeConstantSeconds
        return max(fitted - 4, fitted / 2)
    }

    /// The heating rate without losses with which a step from rest shows the model's slope, in K/s.
    private static func gain(of model: ThermalModel) -> Double {
        let step = model.deadTimeSeconds / 15
        let lag = elementLag(model)
        var gain = 2.2 * model.slopeKelvinPerSecond
        for _ in 0..<8 {
            // Rises above rest, with a room of 0 °C.
            var state = State(released: 0, air: 0, walls: 0, probe: 0)
            var steepest = 0.0
            var elapsed = 0.0
            while elapsed < min(seenSeconds, 150 * step) {
                let rate = gain * (state.released - load(state, model, room: 0))
                state.released +=
                    step * ((1 - state.released) / lag - rate / model.elementExcessKelvin)
                state.walls +=
                    step * wallsRate(gain, model, air: state.air, walls: state.walls, room: 0)
                state.air += rate * step
                let seen = (state.air - state.probe) / model.airLag
                state.probe += seen * min(step, 0.8 * model.airLag)
                steepest = max(steepest, seen)
                elapsed += step
            }
            guard steepest > 0 else { break }
            gain *= model.slopeKelvinPerSecond / steepest
        }
        return gain
    }
}
