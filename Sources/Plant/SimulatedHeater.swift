package import Chamber
package import SwitchCore

/// A whole simulated heater: a chamber, and the switch's own logic at its relay.
package struct SimulatedHeater: Sendable {
    /// Open to scenarios, which put faults and doors into it.
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

    /// What the switch answers.
    package var report: SwitchReport { switchLogic.report }

    /// The newest samples.
    package var reading: Reading { chamber.reading }

    /// The contacts that are open.
    package var openContacts: ContactSet { chamber.openContacts }

    /// Gives the switch a command.
    package mutating func receive(_ command: SwitchCommand, at now: Instant) {
        switchLogic.receive(command, at: now)
    }

    /// Lets time go by until `now`.
    package mutating func advance(to now: Instant) {
        chamber.advance(to: now) { switchLogic.step(at: $0) }
    }
}
