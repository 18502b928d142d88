package import Chamber
package import SwitchCore

/// A controller on a simulated heater, one step at a time; the caller passes the time.
package struct SimulatedDevice: Sendable {
    /// The controller's beat: 10 Hz.
    package static let beat = Duration.milliseconds(100)

    /// Mutable for scenarios, which change defects, doors and contacts.
    package var heater: SimulatedHeater
    private var controller: Controller
    private var waiting: [WishEnvelope] = []
    /// The controller's state after the newest step.
    package private(set) var snapshot: Snapshot

    /// A device at rest: everything at the plant's room temperature.
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

    /// Queues a wish for the next step that has room.
    package mutating func post(_ envelope: WishEnvelope) {
        waiting.append(envelope)
    }

    /// The number of wishes that wait for a step.
    package var waitingWishes: Int { waiting.count }

    /// Advances to `now`, and steps the controller once.
    package mutating func step(at now: Instant) -> Actions {
        heater.advance(to: now)
        var input = StepInput(
            reading: heater.reading,
            report: heater.report,
            openContacts: heater.openContacts,
            fanPulses: heater.collectFanPulses()
        )
        input.receiveWishes(from: &waiting)
        let actions = controller.step(input, at: now)
        heater.receive(actions.command, at: now)
        confirmClearing(actions.events)
        snapshot = actions.snapshot
        return actions
    }

    /// Confirms a clearing at once: there is no disk to write first.
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
