import Boards
import Chamber
import Plant
import SwitchCore

/// The chamber on the lines and inputs of a real daemon: plant and probes in real time.
struct LabChamber {
    /// One step of the plant, short beside every time constant of a plant.
    static let step = Duration.milliseconds(10)

    private let board: BoardDescription
    private let inputs: ConverterInputs
    private(set) var plant: ThermalPlant
    private var chamberProbe: SimulatedProbe
    private var elementProbe: SimulatedProbe
    private var noise: RandomNumbers
    private var frozenVolts: Double?
    private var faults = PlantFaults()

    init(_ board: BoardDescription, plant parameters: PlantParameters, inputs: ConverterInputs) {
        self.board = board
        self.inputs = inputs
        plant = ThermalPlant(parameters)
        chamberProbe = SimulatedProbe(
            lagSeconds: parameters.probeLagSeconds,
            deadTimeSeconds: parameters.probeDeadTimeSeconds,
            stepSeconds: Self.step.inSeconds,
            start: parameters.room.degrees
        )
        elementProbe = SimulatedProbe(
            lagSeconds: parameters.elementProbeLagSeconds,
            deadTimeSeconds: 0,
            stepSeconds: Self.step.inSeconds,
            start: parameters.room.degrees
        )
        noise = RandomNumbers(seed: parameters.seed)
        putVoltages()
    }

    /// Advances by one step with these lines.
    mutating func advance(isHeating: Bool, isFanRunning: Bool) {
        plant.step(
            isHeating: isHeating || faults[.relayWelded],
            isFanRunning: isFanRunning,
            faults: faults,
            seconds: Self.step.inSeconds
        )
        chamberProbe.step(plant.air)
        elementProbe.step(plant.element)
        putVoltages()
    }

    /// Carries out an action on the chamber; `false`: the action is the controller's.
    mutating func carryOut(_ action: Scenario.Action) -> Bool {
        switch action {
        case .bed(let report):
            let isHot = report?.isHot ?? false
            plant.bedWatts = isHot ? PlantParameters.bedPowerWatts : 0
            return false
        case .door(let isOpen):
            plant.isDoorOpen = isOpen
        case .room(let temperature):
            plant.room = temperature.degrees
        case .fault(let fault, let isPresent):
            faults[fault] = isPresent
            if fault == .converterGone { inputs.setGone(isPresent) }
            putVoltages()
        case .wish, .expect, .end:
            return false
        }
        return true
    }

    private mutating func putVoltages() {
        let supply = board.converter.supplyVolts
        if let channel = board.converter.supplyChannel { inputs.set(channel, volts: supply) }
        let chamber = volts(
            chamberProbe.temperature,
            board.configuration.chamber,
            isOpen: faults[.chamberOpen],
            isShort: faults[.chamberShort]
        )
        let seen = faults[.chamberFrozen] ? frozenVolts ?? chamber : chamber
        frozenVolts = faults[.chamberFrozen] ? seen : nil
        inputs.set(board.channels.chamber, volts: seen)
        if let second = board.configuration.chamberSecond,
            let channel = board.channels.chamberSecond
        {
            let volts = volts(chamberProbe.temperature, second, isOpen: false, isShort: false)
            inputs.set(channel, volts: volts)
        }
        if let element = board.configuration.element, let channel = board.channels.element {
            let volts = volts(
                elementProbe.temperature,
                element,
                isOpen: faults[.elementOpen],
                isShort: faults[.elementShort]
            )
            inputs.set(channel, volts: volts)
        }
    }

    /// The voltage at a probe's input.
    private mutating func volts(
        _ degrees: Double,
        _ probe: ProbeConfiguration,
        isOpen: Bool,
        isShort: Bool
    ) -> Double {
        let noisy = degrees + noise.bell() * plant.parameters.noiseKelvin
        let temperature = Celsius(noisy) - probe.offset
        let resistance =
            isShort ? Ohms(literal: 0.1) : probe.thermistor.resistance(at: temperature)
        return probe.divider.ratio(of: isOpen ? nil : resistance) * board.converter.supplyVolts
    }
}
