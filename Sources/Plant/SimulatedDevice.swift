package import Chamber
package import SwitchCore

/// A controller on a simulated heater, step by step; the caller has the time.
package struct SimulatedDevice: Sendable {
    /// The controller's beat: 10 Hz.
    package static let beat = Duration.milliseconds(100)

    /// Open to scenarios, which put faults and doors into it.
    package var heater: SimulatedHeater
    private var controller: Controller
    private var waiting: [WishEnvelope] = []
    /// After the newest step.
    package private(set) var snapshot: Snapshot

    /// Everything at rest at the plant's room temperature.
    package init(
        _ configuration: ControllerConfiguration,
        plant: PlantParameters,
        converter: SimulatedConverter = SimulatedConverter(),
        at now: Instant
    ) {
        controller = Controller(configuration, at: now)
        heater = SimulatedHeater(
            configuration,
            plant: plant,
            converter: converter,
            at: now
        )
        snapshot = Snapshot()
        waiting.reserveCapacity(StepInput.mostWishes)
    }

    /// Hands a wish to the next step that has room for it.
    package mutating func post(_ envelope: WishEnvelope) {
        waiting.append(envelope)
    }

    /// Wishes that wait for a step.
    package var waitingWishes: Int { waiting.count }

    /// Lets time go by until `now`, and steps the controller.
    package mutating func step(at now: Instant) -> Actions {
        heater.advance(to: now)
        var input = StepInput(
            reading: heater.reading,
            report: heater.report,
            openContacts: heater.openContacts
        )
        input.takeWishes(from: &waiting)
        let actions = controller.step(input, at: now)
        heater.receive(actions.command, at: now)
        confirmClearing(actions.events)
        snapshot = actions.snapshot
        return actions
    }

    /// There is no disk here: what the controller wants cleared is clear.
    private mutating func confirmClearing(_ events: ShortList<Event>) {
        for event in events {
            if case .clearApproved(let number) = event.kind {
                waiting.append(
                    WishEnvelope(.confirmLatchCleared(number), from: Requester(.store))
                )
            }
        }
    }
}
