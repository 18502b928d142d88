package import Chamber
package import SwitchCore

/// A simulated chamber: plant, probes and converter; the caller sets the state of the lines.
///
/// Raw codes go the same way as real ones (temperature → thermistor → divider → converter), with a
/// reference channel that measures the dividers' supply.
package struct SimulatedChamber: Sendable {
    /// One step of the plant: 50 ms. The sampling interval is a whole number of steps.
    static let stepNanoseconds: Int64 = 50_000_000
    /// 4 samples a second, the sampler's rate on a real board.
    private static let stepsPerSample = 5

    private let configuration: ControllerConfiguration
    private let converter: SimulatedConverter

    /// The true temperatures; the probes follow them with a lag.
    package private(set) var plant: ThermalPlant
    /// The defects that are present now.
    package var faults: PlantFaults
    private var contacts = ContactSet()

    /// The element has power, whatever the relay's line says.
    package private(set) var hasPower = false

    private var outputs = FaultyOutputs()
    private var probes: SimulatedProbes
    private var steps: Int64 = 0
    /// The tachometer's pulses since the last look, with the share of the next one.
    private var fanPulses = 0.0
    private var frozenCode: Int32?
    private var frozenElementCode: Int32?
    private let began: Instant

    /// The newest samples.
    package private(set) var reading = Reading()

    /// A chamber at rest, starting at `now`.
    package init(
        _ configuration: ControllerConfiguration,
        plant parameters: PlantParameters,
        converter: SimulatedConverter = SimulatedConverter(),
        at now: Instant
    ) {
        self.configuration = configuration
        self.converter = converter
        plant = ThermalPlant(parameters)
        faults = parameters.faults
        probes = SimulatedProbes(configuration, parameters, stepSeconds: Self.stepSeconds)
        began = now
        sample(at: now)
    }

    private static var stepSeconds: Double { Double(stepNanoseconds) * 1e-9 }

    /// The surroundings' temperature in °C.
    package mutating func setRoom(_ degrees: Double) { plant.room = degrees }

    /// Opens or closes the door.
    package mutating func setDoor(isOpen: Bool) { plant.isDoorOpen = isOpen }

    /// Sets whether the printer's bed is hot and heats the air.
    package mutating func setBed(isHot: Bool) {
        plant.bedWatts = isHot ? plant.parameters.bedWatts : 0
    }

    /// Opens or closes one contact; nothing else in the chamber changes.
    package mutating func setContact(_ name: ContactName, isOpen: Bool) { contacts[name] = isOpen }

    /// The open contacts; an open door also opens the door contact.
    package var openContacts: ContactSet {
        var open = contacts
        if plant.isDoorOpen { open[.door] = true }
        return open
    }

    /// Advances to `now`; `lines` returns the state of the lines at a time, and is called for each step
    /// in order.
    package mutating func advance(
        to now: Instant,
        lines linesAt: (_ time: Instant) -> SwitchLogic.Lines
    ) {
        let due = (now.nanoseconds - began.nanoseconds) / Self.stepNanoseconds
        while steps < due {
            steps += 1
            let time = Instant(nanoseconds: began.nanoseconds + steps * Self.stepNanoseconds)
            let lines = linesAt(time)
            let effect = outputs.step(
                isHeaterOn: lines.isHeaterOn,
                // Without a blower, the plant's numbers are those of its own draught.
                isFanOn: lines.isFanOn || !configuration.isFanFitted,
                isInterrupted: plant.parameters.hasSecondRelay && !lines.isSecondRelayClosed,
                faults,
                seconds: Self.stepSeconds
            )
            hasPower = effect.heaterShare > 0
            turnFan()
            plant.step(
                effect,
                bedWatts: faults.amount(of: .bedHeat, sound: 0),
                sunWatts: faults.amount(of: .sun, sound: 0),
                seconds: Self.stepSeconds
            )
            probes.step(plant, faults)
            if steps % Int64(Self.stepsPerSample) == 0, !faults[.converterHung] {
                sample(at: time)
            }
        }
    }

    /// The rated speed of a blower of which nothing is known, in turns a minute.
    private static let usualSpeed = 3_000.0

    private mutating func turnFan() {
        guard let tachometer = configuration.tachometer else { return }
        let speed = tachometer.ratedTurnsPerMinute ?? Self.usualSpeed
        fanPulses +=
            outputs.fanSpeed * speed / 60 * Double(tachometer.pulsesPerTurn) * Self.stepSeconds
    }

    /// The tachometer's pulses since the last call; `nil`: the board has none.
    package mutating func collectFanPulses() -> Int? {
        guard configuration.tachometer != nil else { return nil }
        if faults[.tachometerSilent] { fanPulses = 0 }
        let whole = fanPulses.rounded(.down)
        fanPulses -= whole
        return Int(whole)
    }

    private mutating func sample(at now: Instant) {
        let chamber = probes.chamberRatio(configuration.chamber, faults)
        faults[.chamberWild] = false
        let isFrozen = faults[.chamberFrozen]
        let code = code(ratio: chamber, frozen: isFrozen ? frozenCode : nil)
        frozenCode = isFrozen ? code : nil
        reading.chamber = sample(code: code, at: now)
        if let probe = configuration.chamberSecond, let second = probes.secondRatio(probe) {
            reading.chamberSecond = sample(code: self.code(ratio: second, frozen: nil), at: now)
        }
        if let probe = configuration.element {
            let ratio = probes.elementRatio(probe, faults)
            let isFrozen = faults[.elementFrozen]
            let code = self.code(ratio: ratio, frozen: isFrozen ? frozenElementCode : nil)
            frozenElementCode = isFrozen ? code : nil
            reading.element = sample(code: code, at: now)
        }
    }

    /// The code for a node at `ratio` of the supply, unless the probe is `frozen` at a code.
    private func code(ratio: Double, frozen: Int32?) -> Int32 {
        frozen ?? converter.code(ratio: ratio, faults)
    }

    private func sample(code: Int32, at now: Instant) -> ProbeSample {
        guard !faults[.converterGone] else {
            return ProbeSample(.failed(.noAcknowledge), takenAt: now)
        }
        let reference = converter.reference(faults)
        let ratio = Double(code) / Double(max(reference, 1))
        return ProbeSample(.measured(code: code, ratio: ratio), takenAt: now)
    }
}
