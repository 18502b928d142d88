package import Chamber
import SwitchCore

/// The probes of a simulated chamber with their defects: from true temperatures to the ratios at the
/// converter's inputs.
package struct SimulatedProbes: Sendable {
    private let noiseKelvin: Double
    private var chamber: SimulatedProbe
    private var second: SimulatedProbe?
    private var element: SimulatedProbe
    private var noise: RandomNumbers
    private let stepSeconds: Double
    /// The drift of each probe so far, in K.
    private var chamberDrift = 0.0
    private var elementDrift = 0.0

    /// Probes at rest; `stepSeconds` is the length of each ``step(_:_:)``.
    package init(
        _ configuration: ControllerConfiguration,
        _ parameters: PlantParameters,
        stepSeconds: Double
    ) {
        let start = parameters.room.degrees
        chamber = SimulatedProbe(
            lagSeconds: parameters.probeLagSeconds,
            deadTimeSeconds: parameters.probeDeadTimeSeconds,
            stepSeconds: stepSeconds,
            start: start
        )
        second = configuration.chamberSecond == nil ? nil : chamber
        element = SimulatedProbe(
            lagSeconds: parameters.elementProbeLagSeconds,
            deadTimeSeconds: 0,
            stepSeconds: stepSeconds,
            start: start
        )
        noise = RandomNumbers(seed: parameters.seed)
        noiseKelvin = parameters.noiseKelvin
        self.stepSeconds = stepSeconds
    }

    /// Advances one step.
    package mutating func step(_ plant: ThermalPlant, _ faults: PlantFaults) {
        second?.step(plant.air)
        guard !faults.isEmpty else {
            chamber.step(plant.air)
            element.step(plant.element)
            (chamberDrift, elementDrift) = (0, 0)
            return
        }
        let inside = faults.amount(of: .chamberOutOfPlace, sound: 1)
        chamber.step(
            inside * plant.air + (1 - inside) * plant.room,
            slowness: faults.amount(of: .chamberSlow, sound: 1)
        )
        let touching = faults.amount(of: .elementTouching, sound: 1)
        element.step(
            touching * plant.element + (1 - touching) * plant.air,
            slowness: faults.amount(of: .elementSlow, sound: 1)
        )
        drift(&chamberDrift, .chamberDrift, faults)
        drift(&elementDrift, .elementDrift, faults)
    }

    private func drift(_ kelvins: inout Double, _ fault: PlantFault, _ faults: PlantFaults) {
        guard faults[fault] else {
            kelvins = 0
            return
        }
        kelvins += faults.amount(of: fault, sound: 0) / 60 * stepSeconds
    }

    /// The chamber probe's node as a share of its supply, with new noise; a wild sample is at the rail.
    package mutating func chamberRatio(
        _ probe: ProbeConfiguration,
        _ faults: PlantFaults
    ) -> Double {
        ratio(
            of: chamber.temperature + faults.amount(of: .chamberJump, sound: 0) + chamberDrift,
            probe,
            isOpen: faults[.chamberOpen],
            isShort: faults[.chamberShort] || faults[.chamberWild],
            contactOhms: faults.amount(of: .chamberResistance, sound: 0)
        )
    }

    /// The same for the second chamber probe, which has no defects; `nil` where none is fitted.
    package mutating func secondRatio(_ probe: ProbeConfiguration) -> Double? {
        guard let second else { return nil }
        return ratio(of: second.temperature, probe)
    }

    /// The same for the element's probe.
    package mutating func elementRatio(
        _ probe: ProbeConfiguration,
        _ faults: PlantFaults
    ) -> Double {
        ratio(
            of: element.temperature + elementDrift,
            probe,
            isOpen: faults[.elementOpen],
            isShort: faults[.elementShort],
            contactOhms: faults.amount(of: .elementResistance, sound: 0)
        )
    }

    private mutating func ratio(
        of degrees: Double,
        _ probe: ProbeConfiguration,
        isOpen: Bool = false,
        isShort: Bool = false,
        contactOhms: Double = 0
    ) -> Double {
        let noisy = degrees + noise.normal() * noiseKelvin
        // The board's offset corrects an error of the real probe; the simulated probe has that error.
        let temperature = Celsius(noisy) - probe.offset
        if isOpen { return probe.divider.ratio(of: nil) }
        let resistance =
            isShort ? Ohms(literal: 0.1) : probe.thermistor.resistance(at: temperature)
        return probe.divider.ratio(
            of: contactOhms > 0 ? Ohms(literal: resistance.value + contactOhms) : resistance
        )
    }
}
