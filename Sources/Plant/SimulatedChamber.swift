package import Chamber
package import SwitchCore

/// A simulated chamber: plant, probes and converter, at lines that someone else drives.
///
/// Raw codes take the same way as real ones: temperature → thermistor → divider → converter, with a
/// reference channel on the divider's supply.
package struct SimulatedChamber: Sendable {
    /// One step of the plant; the sampling interval is a whole number of them.
    static let stepNanoseconds: Int64 = 50_000_000
    /// 4 samples a second (the sampler's rate on a real board).
    private static let stepsPerSample = 5

    private let configuration: ControllerConfiguration
    private let converter: ConverterScale
    private let supplyVolts: Double

    /// The true temperatures; probes follow them late.
    package private(set) var plant: ThermalPlant
    /// The defects that are present now.
    package var faults = PlantFaults()

    private var chamberProbe: SimulatedProbe
    private var elementProbe: SimulatedProbe
    private var noise: RandomNumbers
    private var steps: Int64 = 0
    private var frozenCode: Int32?
    private var frozenElementCode: Int32?
    private let began: Instant

    /// The newest samples.
    package private(set) var reading = Reading()

    /// A chamber at rest at `now`. `supplyVolts`: the divider's supply, also on the reference channel.
    package init(
        _ configuration: ControllerConfiguration,
        plant parameters: PlantParameters,
        converter: ConverterScale,
        supplyVolts: Double,
        at now: Instant
    ) {
        self.configuration = configuration
        self.converter = converter
        self.supplyVolts = supplyVolts
        plant = ThermalPlant(parameters)
        let step = Double(Self.stepNanoseconds) * 1e-9
        chamberProbe = SimulatedProbe(
            lagSeconds: parameters.probeLagSeconds,
            deadTimeSeconds: parameters.probeDeadTimeSeconds,
            stepSeconds: step,
            start: parameters.room.degrees
        )
        elementProbe = SimulatedProbe(
            lagSeconds: parameters.elementProbeLagSeconds,
            deadTimeSeconds: 0,
            stepSeconds: step,
            start: parameters.room.degrees
        )
        noise = RandomNumbers(seed: parameters.seed)
        began = now
        sample(at: now)
    }

    /// The surroundings' temperature in °C.
    package mutating func setRoom(_ degrees: Double) { plant.room = degrees }

    /// Opens or closes the door.
    package mutating func setDoor(isOpen: Bool) { plant.isDoorOpen = isOpen }

    /// The heat that the printer's bed adds, in W.
    package mutating func setBed(watts: Double) { plant.bedWatts = watts }

    /// Lets time go by until `now`; `lines` gives the state of the lines at each time in between, which
    /// it is asked for in order.
    package mutating func advance(
        to now: Instant,
        lines linesAt: (_ time: Instant) -> SwitchLogic.Lines
    ) {
        let due = (now.nanoseconds - began.nanoseconds) / Self.stepNanoseconds
        while steps < due {
            steps += 1
            let time = Instant(nanoseconds: began.nanoseconds + steps * Self.stepNanoseconds)
            let lines = linesAt(time)
            let isInterrupted = plant.parameters.hasSecondRelay && !lines.isSecondRelayClosed
            plant.step(
                isHeating: (lines.isHeaterOn || faults[.relayWelded]) && !isInterrupted,
                isFanRunning: lines.isFanOn,
                faults: faults,
                seconds: Double(Self.stepNanoseconds) * 1e-9
            )
            chamberProbe.step(
                plant.air,
                slowness: faults[.chamberSlow] ? PlantFault.slowProbeFactor : 1
            )
            elementProbe.step(plant.element)
            if steps % Int64(Self.stepsPerSample) == 0, !faults[.converterHung] {
                sample(at: time)
            }
        }
    }

    private mutating func sample(at now: Instant) {
        let chamberCode = code(
            of: chamberProbe.temperature + (faults[.chamberJump] ? PlantFault.jumpKelvin : 0),
            configuration.chamber,
            isOpen: faults[.chamberOpen],
            isShort: faults[.chamberShort] || faults[.chamberWild]
        )
        faults[.chamberWild] = false
        let seenCode = faults[.chamberFrozen] ? frozenCode ?? chamberCode : chamberCode
        frozenCode = faults[.chamberFrozen] ? seenCode : nil
        reading.chamber = sample(code: seenCode, at: now)
        if let second = configuration.chamberSecond {
            let code = code(of: chamberProbe.temperature, second, isOpen: false, isShort: false)
            reading.chamberSecond = sample(code: code, at: now)
        }
        if let element = configuration.element {
            let code = code(
                of: elementProbe.temperature,
                element,
                isOpen: faults[.elementOpen],
                isShort: faults[.elementShort]
            )
            let seenCode = faults[.elementFrozen] ? frozenElementCode ?? code : code
            frozenElementCode = faults[.elementFrozen] ? seenCode : nil
            reading.element = sample(code: seenCode, at: now)
        }
    }

    private mutating func code(
        of degrees: Double,
        _ probe: ProbeConfiguration,
        isOpen: Bool,
        isShort: Bool
    ) -> Int32 {
        let noisy = degrees + noise.bell() * plant.parameters.noiseKelvin
        // What the board's offset corrects is what the real probe reads wrong.
        let temperature = Celsius(noisy) - probe.offset
        let resistance =
            isShort ? Ohms(literal: 0.1) : probe.thermistor.resistance(at: temperature)
        let ratio = probe.divider.ratio(of: isOpen ? nil : resistance)
        return converter.code(volts: ratio * supplyVolts)
    }

    private func sample(code: Int32, at now: Instant) -> ProbeSample {
        guard !faults[.converterGone] else {
            return ProbeSample(.failed(.noAcknowledge), takenAt: now)
        }
        let reference = converter.code(volts: supplyVolts)
        let ratio = Double(code) / Double(max(reference, 1))
        return ProbeSample(.measured(code: code, ratio: ratio), takenAt: now)
    }
}
