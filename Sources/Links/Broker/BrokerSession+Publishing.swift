import Chamber
import Dialects
import Surroundings
import SwitchCore

/// What a session publishes, and when.
extension BrokerSession {
    /// The messages that are due now.
    mutating func publish(
        _ snapshot: Snapshot,
        _ device: DeviceView,
        at now: Instant
    ) -> [Effect] {
        if case .settling(let until) = stage, now >= until { stage = .settled }
        guard stage == .settled else { return [] }
        var effects: [Effect] = []
        let name = device.profile.brokerName(id: settings.id)
        if name != traits.name {
            traits.name = name
            rediscoverAt = now
        }
        if toldState == nil || rediscoverAt.map({ now >= $0 }) == true {
            effects += introduction(snapshot, device, at: now)
        }
        guard settings.speaksHomeAssistant || settings.speaksStock || settings.speaksNotices else {
            return effects + departure(at: now)
        }
        effects += stateMessages(snapshot, device, at: now)
        return effects + judgeLease(snapshot, at: now)
    }

    /// All retained messages of the device, after the deletion of those that are no longer in use.
    private mutating func introduction(
        _ snapshot: Snapshot,
        _ device: DeviceView,
        at now: Instant
    ) -> [Effect] {
        rediscoverAt = nil
        var effects: [Effect] = []
        if toldState == nil { effects = removeStrays(at: now) }
        var messages: [BrokerMessage] = []
        let state = HomeAssistantState(snapshot, device, traits, readyAt: readyTime)
        toldState = state
        if settings.speaksHomeAssistant {
            let discovery = HomeAssistantDiscovery(traits, settings.homeAssistant)
            if !goneEntities.isEmpty { messages.append(discovery.message(removing: goneEntities)) }
            goneEntities = [:]
            messages.append(discovery.message())
            messages.append(message(of: state))
            nextMeasurement = now.advanced(by: Self.measurementPause)
        }
        if settings.speaksHomeAssistant || settings.speaksStock {
            messages.append(BrokerMessage(settings.availability, "online", isRetained: true))
        }
        return effects + messages.map { .publish($0) }
    }

    /// Deletes retained messages that are no longer in use.
    private mutating func removeStrays(at now: Instant) -> [Effect] {
        let orders = removal.begin()
        var effects = orders.stored.map { [Effect.keep($0)] } ?? []
        guard !orders.deleted.isEmpty else { return effects }
        effects += orders.deleted.map { .publish(.forgetting($0)) }
        effects.append(echo(at: now))
        removal.ask(echoNumber, at: now)
        return effects
    }

    /// Ends the connection of a device that has nothing to say once the broker has deleted all.
    private func departure(at now: Instant) -> [Effect] {
        guard removal.isDone || removal.isUnanswered(at: now) else { return [] }
        let text =
            removal.isDone
            ? "Removed this device from the MQTT broker at \(settings.place)."
            : "The MQTT broker at \(settings.place) did not confirm that it removed what it kept of "
                + "this device: permit the device to read and write \(settings.echo) there. The next "
                + "start tries again."
        return [.record(DeviceEvent(.network, isTrouble: !removal.isDone, text)), .leave]
    }

    private mutating func stateMessages(
        _ snapshot: Snapshot,
        _ device: DeviceView,
        at now: Instant
    ) -> [Effect] {
        var messages: [BrokerMessage] = []
        if settings.speaksHomeAssistant, let told = toldState {
            let state = HomeAssistantState(snapshot, device, traits, readyAt: readyTime)
            let isDue = now >= nextMeasurement
            if isDue && state != told || state.differsInMoreThanMeasurements(from: told) {
                toldState = state
                nextMeasurement = now.advanced(by: Self.measurementPause)
                messages.append(message(of: state))
            }
            // Behind the state, so that an automation that an event starts finds the state as it is.
            messages += happenings.step(snapshot).map {
                BrokerMessage(settings.homeAssistant.event, $0.encoded())
            }
        }
        if settings.speaksStock, now >= nextStock {
            // After a pause, missed messages are not sent.
            let next = nextStock.advanced(by: StockState.beat)
            nextStock = next > now ? next : now.advanced(by: StockState.beat)
            messages.append(
                BrokerMessage(settings.stock.state, StockState(snapshot, device).encoded())
            )
        }
        return messages.map { .publish($0) }
    }

    /// Messages to people: the broker confirms each, and keeps none.
    func noticeMessages(_ payloads: [[UInt8]]) -> [Effect] {
        payloads.map { payload in
            var message = BrokerMessage(settings.notices, payload)
            message.isConfirmed = true
            return .publish(message)
        }
    }

    private func message(of state: HomeAssistantState) -> BrokerMessage {
        BrokerMessage(settings.homeAssistant.state, state.encoded(), isRetained: true)
    }

    /// Checks whether the broker still passes messages on, while heat depends on it.
    private mutating func judgeLease(_ snapshot: Snapshot, at now: Instant) -> [Effect] {
        guard settings.renewal == .presence, snapshot.lease?.requester == Self.requester,
            now >= nextEcho
        else { return [] }
        return [echo(at: now)]
    }

    /// A message of the device to itself, which proves that the broker passes messages on.
    mutating func echo(at now: Instant) -> Effect {
        echoNumber += 1
        awaitedEcho = echoNumber
        nextEcho = now.advanced(by: settings.lease * (1 / Self.renewalsPerTerm))
        return .publish(BrokerMessage(settings.echo, String(echoNumber)))
    }
}
