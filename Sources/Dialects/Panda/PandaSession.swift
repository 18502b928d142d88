package import Chamber
import Surroundings
package import SwitchCore

/// One client of the Panda Breath wire: what it was sent, what it asked for, and what it must be sent.
///
/// A value without clock or network. Nothing reaches the client before the dump.
///
/// ```
/// waiting ──dump──▶ told ──a write──▶ undecided ──outcomes, or 1 s──▶ told
/// ```
package struct PandaSession: Equatable, Sendable {
    /// The pause between the 101 and the dump: a client that reads with a plain socket throws away
    /// bytes that arrive together with the 101 (wire contract, section 3).
    package static let dumpDelay = Duration.milliseconds(100)
    /// A wish without an outcome for this time is given up.
    private static let patience = Duration.seconds(1)
    /// Answers that may wait for the dump.
    private static let mostHeld = 8

    /// Who the controller is told has asked.
    package let requester: Requester
    /// The dump has gone out.
    package private(set) var isOpen = false

    /// What the client believes: sent by Hearth, or written by the client.
    private var belief: PandaOperation?
    /// Fields that the client's own writes may have changed: whatever the result, the client caused it.
    private var ownDoing: PandaFieldSet = []
    /// Fields of `belief` that Hearth sent and the client did not write.
    private var told: PandaFieldSet = []
    private var modeEcho = PandaModeEcho()
    private var undecided: [UInt64] = []
    private var decidedBy = Instant.zero
    private var heldAnswers: [[UInt8]] = []
    private var answers = PandaAnswers()
    /// The heater's fault that the client knows of.
    private var knownFault: FaultNumber?

    /// A client that has just connected; `number` is unlike every other client's.
    package init(number: UInt64) {
        requester = Requester(.panda, session: number)
    }

    /// Decides what an event leads to.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .received(let message, let operation, let ticket):
            return receive(message, operation, ticket, at: now)
        case .decided(let ticket):
            undecided.removeAll { $0 == ticket }
            return []
        case .decidedDevice(let ticket, let isDone):
            let ready = answers.resolve(ticket, isDone: isDone)
            return ready.compactMap { publish($0) }.map { .send($0) }
        case .dumped(let operation):
            isOpen = true
            learn(operation, at: now)
            defer { heldAnswers = [] }
            return heldAnswers.map { .send($0) }
        case .beat(let operation, let fault):
            // Ten times a second for every client that does not rest: usually there is nothing, and
            // nothing is allocated.
            let isChanged = collect(operation, at: now)
            if collect(fault) { return isChanged ? [.sendOperation, .sendFault] : [.sendFault] }
            return isChanged ? [.sendOperation] : []
        }
    }

    /// Whether this client waits for the outcome of the wish with this ticket.
    package func awaits(_ ticket: UInt64) -> Bool {
        undecided.contains(ticket) || answers.awaits(ticket)
    }

    /// Whether further beats with this operation lead to nothing, until another event comes.
    package func rests(at operation: PandaOperation) -> Bool {
        !isOpen || ownDoing.isEmpty && !isUndecided(operation)
    }

    // MARK: In

    private mutating func receive(
        _ message: PandaMessage,
        _ operation: PandaOperation,
        _ ticket: () -> UInt64,
        at now: Instant
    ) -> [Effect] {
        var effects: [Effect] = []
        answers.beginMessage()
        for action in message.actions {
            switch action {
            case .write(let field, let value, let wish):
                // Where a fault keeps the heat off, the client is told so again.
                if field == .workOn || field == .isRunning, value == 1 { knownFault = nil }
                if isStale(field, value, operation, at: now) { continue }
                believe(field, value)
                effects.append(post(wish, ticket))
            case .setPrinterKind(let kind):
                believe(.printerType, kind.onWire)
                effects.append(.postDevice(.setPrinterKind(kind)))
                if isOpen, operation[.printerType] != kind.onWire {
                    effects.append(.send(PandaFrames.printerKind(kind)))
                }
            case .selectPreset(let preset):
                ownDoing.insert(.remainingSeconds)
                effects.append(post(.selectDryingPreset(preset), ticket))
            case .device(.setLanguage(let language)):
                effects += [.postDevice(.setLanguage(language)), .tellLanguage(language)]
            case .device(let wish):
                effects.append(.postDevice(wish))
            case .awaited(let wish, let kind):
                effects.append(postAwaited(wish, kind, ticket))
            case .restoreFactorySettings:
                ownDoing = .all
                effects.append(post(.restoreFactorySettings, ticket))
                effects.append(postAwaited(.restoreFactorySettings, .factoryReset, ticket))
            case .dump:
                // Before the dump this asks for what is coming anyway.
                if isOpen { effects.append(.sendDump) }
            case .respond(let response):
                answer(response, &effects)
            }
        }
        if !message.actions.isEmpty { decidedBy = now.advanced(by: Self.patience) }
        return effects
    }

    // MARK: Out

    /// True: the client must be sent `operation` now, which counts as sent.
    ///
    /// A client is not sent the result of its own writes, unless the result differs from them.
    private mutating func collect(_ operation: PandaOperation, at now: Instant) -> Bool {
        guard isOpen, !isUndecided(operation) || now >= decidedBy else { return false }
        if !ownDoing.isEmpty || !undecided.isEmpty {
            belief?.adopt(ownDoing, from: operation)
            ownDoing = []
            undecided = []
        }
        guard let belief, !belief.says(theSameAs: operation) else { return false }
        learn(operation, at: now)
        return true
    }

    /// True: the client must be sent this fault of the heater, which is sent once.
    private mutating func collect(_ fault: FaultNumber?) -> Bool {
        guard isOpen, let fault, fault != knownFault else { return false }
        knownFault = fault
        return true
    }

    // MARK: Parts

    /// Something that the client asked for may not have taken effect yet.
    private func isUndecided(_ operation: PandaOperation) -> Bool {
        // Wishes about the device have no outcomes: they have taken effect when the state shows it.
        !undecided.isEmpty
            || !told.contains(.printerType)
                && belief?[.printerType] != operation[.printerType]
    }

    private mutating func learn(_ operation: PandaOperation, at now: Instant) {
        belief = operation
        told = .all
        modeEcho.recordSent(operation[.workMode], at: now)
    }

    /// Whether a write only repeats what the client was sent, while that has changed since.
    ///
    /// Off is never stale.
    private mutating func isStale(
        _ field: PandaField,
        _ value: Int,
        _ operation: PandaOperation,
        at now: Instant
    ) -> Bool {
        switch field {
        case .workMode:
            guard modeEcho.isEcho(value, at: now) else { return false }
            // The page shows this value now; where the value is wrong, the page is sent the state again.
            belief?[field] = value
            return true
        case .workOn where value == 0, .isRunning where value == 0:
            return false
        case .printerType, .workOn, .setTemperature, .fanBedThreshold, .heatBedThreshold,
            .customTemperature, .customHours, .isRunning, .remainingSeconds:
            return told.contains(PandaFieldSet(field)) && belief?[field] == value
                && operation[field] != value
        }
    }

    private mutating func believe(_ field: PandaField, _ value: Int) {
        belief?[field] = value
        let written = PandaFieldSet(field)
        told.subtract(written.union(field.consequences))
        ownDoing.subtract(written)
        ownDoing.formUnion(field.consequences)
    }

    private mutating func post(_ wish: Wish, _ ticket: () -> UInt64) -> Effect {
        let number = ticket()
        // A client that floods us waits for its last wishes, not for all of them.
        if undecided.count >= 32 { undecided.removeFirst() }
        undecided.append(number)
        return .post(WishEnvelope(wish, from: requester, ticket: number))
    }

    private mutating func postAwaited(
        _ wish: DeviceWish,
        _ kind: PandaResponse.Kind,
        _ ticket: () -> UInt64
    ) -> Effect {
        let number = ticket()
        answers.expect(kind, ticket: number)
        return .postDevice(wish, ticket: number)
    }

    private mutating func answer(_ response: PandaResponse, _ effects: inout [Effect]) {
        guard let response = answers.add(response) else { return }
        if let frame = publish(response) { effects.append(.send(frame)) }
    }

    /// The frame of an answer; before the dump it waits.
    private mutating func publish(_ response: PandaResponse) -> [UInt8]? {
        guard !isOpen else { return response.encoded() }
        if heldAnswers.count < Self.mostHeld { heldAnswers.append(response.encoded()) }
        return nil
    }
}
