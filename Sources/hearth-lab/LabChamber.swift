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
    /// The element had power in the newest step.
    private(set) var hasPower = false
    private var outputs = FaultyOutputs()
    private var probes: SimulatedProbes
    private var frozenVolts: Double?
    private var faults: PlantFaults

    init(_ board: BoardDescription, plant parameters: PlantParameters, inputs: ConverterInputs) {
        self.board = board
        self.inputs = inputs
        plant = ThermalPlant(parameters)
        faults = parameters.faults
        probes = SimulatedProbes(
            board.configuration,
            parameters,
            stepSeconds: Self.step.inSeconds
        )
        putVoltages()
    }

    /// Advances by one step with these lines.
    mutating func advance(isHeating: Bool, isFanRunning: Bool) {
        let effect = outputs.step(
            isHeaterOn: isHeating,
            isFanOn: isFanRunning,
            faults,
            seconds: Self.step.inSeconds
        )
        hasPower = effect.heaterShare > 0
        plant.step(
            effect,
            bedWatts: faults.amount(of: .bedHeat, sound: 0),
            sunWatts: faults.amount(of: .sun, sound: 0),
            seconds: Self.step.inSeconds
        )
        probes.step(plant, faults)
        putVoltages()
    }

    /// Carries out an action on the chamber; `false`: the action is the controller's.
    mutating func carryOut(_ action: Scenario.Action) -> Bool {
        switch action {
        case .bed(let report):
            let isHot = report?.isHot ?? false
            plant.bedWatts = isHot ? plant.parameters.bedWatts : 0
            return false
        case .door(let isOpen):
            plant.isDoorOpen = isOpen
        case .room(let temperature):
            plant.room = temperature.degrees
        case .fault(let order):
            faults.carryOut(order)
            inputs.setGone(faults[.converterGone])
            putVoltages()
        case .wish, .contact, .expect, .when, .end:
            return false
        }
        return true
    }

    private mutating func putVoltages() {
        let supply =
            board.converter.supplyVolts * faults.amount(of: .supplyVoltage, sound: 1)
        if let channel = board.converter.supplyChannel { inputs.set(channel, volts: supply) }
        let chamber = probes.chamberRatio(board.configuration.chamber, faults) * supply
        let seen = faults[.chamberFrozen] ? frozenVolts ?? chamber : chamber
        frozenVolts = faults[.chamberFrozen] ? seen : nil
        inputs.set(board.channels.chamber, volts: seen)
        if let probe = board.configuration.chamberSecond,
            let channel = board.channels.chamberSecond,
            let ratio = probes.secondRatio(probe)
        {
            inputs.set(channel, volts: ratio * supply)
        }
        if let probe = board.configuration.element, let channel = board.channels.element {
            inputs.set(channel, volts: probes.elementRatio(probe, faults) * supply)
        }
    }
}
