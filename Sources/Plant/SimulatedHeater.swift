package import Chamber
package import SwitchCore

/// A whole simulated heater: a chamber, and the real switch logic at its relay.
package struct SimulatedHeater: Sendable {
    /// Mutable for scenarios, which change defects, doors and contacts.
    package var chamber: SimulatedChamber
    private var switchLogic: SwitchLogic

    /// A heater at rest; the arguments are those of ``SimulatedChamber``.
    package init(
        _ configuration: ControllerConfiguration,
        plant: PlantParameters,
        converter: SimulatedConverter = SimulatedConverter(),
        at now: Instant
    ) {
        chamber = SimulatedChamber(
            configuration,
            plant: plant,
            converter: converter,
            at: now
        )
        switchLogic = SwitchLogic(
            configuration.modulation,
            isFanFitted: configuration.isFanFitted
        )
    }

    /// The switch's report.
    package var report: SwitchReport { switchLogic.report }

    /// The newest samples.
    package var reading: Reading { chamber.reading }

    /// The open contacts.
    package var openContacts: ContactSet { chamber.openContacts }

    /// The tachometer's pulses since the last call; `nil`: the board has none.
    package mutating func collectFanPulses() -> Int? { chamber.collectFanPulses() }

    /// Gives the switch a command.
    package mutating func receive(_ command: SwitchCommand, at now: Instant) {
        switchLogic.receive(command, at: now)
    }

    /// Advances to `now`.
    package mutating func advance(to now: Instant) {
        chamber.advance(to: now) { switchLogic.step(at: $0) }
    }
}
