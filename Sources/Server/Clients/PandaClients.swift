import Chamber
import Dialects
import Pacing
import Surroundings
import SwitchCore
import WebSocket

/// The clients of `/ws`: the sessions, what they ask for, and the frames they get.
///
/// Used on the server's thread only.
struct PandaClients {
    private var sessions: [PeerID: PandaSession] = [:]
    /// The sessions that a beat must step although nothing has changed since the last one.
    private var restless: Set<PeerID> = []
    /// What every session was last told to look at.
    private var seen: (operation: PandaOperation, fault: FaultNumber?)?
    private var broadcaster: PandaBroadcaster
    private var ignored = IgnoredMessages()
    private var standAlone = StandAloneAuto()
    /// The number of clients that the controller knows.
    private var reportedCount = 0
    /// The dump since the last change; made when first needed, then shared.
    private var dump: (bytes: OutgoingBytes, operation: PandaOperation)?
    /// The wishes of clients, present or gone, that are undecided, with the time of each.
    private var undecided: [UInt64: Instant] = [:]
    /// The last wish that was posted.
    private var lastTicket: UInt64 = 0
    /// The dumps that wait, with the last wish that each must show.
    private var waiting: [PeerID: UInt64] = [:]
    /// The state of this beat, likewise.
    private var operation: OutgoingBytes?

    private static let heaterFault = OutgoingBytes(PandaFrames.heaterFault)
    /// A wish without an outcome for this time holds up no dump.
    private static let patience = Duration.seconds(1)
    /// As many wishes as can wait for the controller.
    private static let mostUndecided = 1_024
    /// How soon a dump that waits for a wish is tried again.
    private static let dumpPause = Duration.milliseconds(20)

    init(_ snapshot: Snapshot, _ device: DeviceView, at now: Instant) {
        broadcaster = PandaBroadcaster(snapshot, device, at: now)
    }

    /// How many are connected.
    var count: Int { sessions.count }

    // MARK: Clients come and go

    mutating func open(_ peer: PeerID, on server: WebServer) {
        sessions[peer] = PandaSession(number: peer.number)
        server.schedule(after: PandaSession.dumpDelay, for: peer)
    }

    /// Forgets the client, if it was one.
    mutating func close(_ peer: PeerID) {
        sessions[peer] = nil
        restless.remove(peer)
        waiting[peer] = nil
    }

    /// Sends the client its dump, which is due, once every wish before it is decided: a client that
    /// wrote on another connection takes the dump for the outcome.
    mutating func sendDump(to peer: PeerID, _ context: ServingContext) {
        guard sessions[peer] != nil else { return }
        let last = waiting[peer] ?? lastTicket
        guard !isUndecided(upTo: last, at: context.now) else {
            waiting[peer] = last
            return context.server.schedule(after: Self.dumpPause, for: peer)
        }
        waiting[peer] = nil
        let fresh = dump ?? makeDump(context)
        dump = fresh
        context.server.send(fresh.bytes, to: peer)
        let held = step(peer, .dumped(fresh.operation), at: context.now)
        for case .send(let answer) in held { context.server.send(OutgoingBytes(answer), to: peer) }
    }

    private func makeDump(
        _ context: ServingContext
    ) -> (bytes: OutgoingBytes, operation: PandaOperation) {
        let dump = PandaBroadcaster.dump(context.backend.snapshot(), context.backend.device())
        return (OutgoingBytes(dump.frame), dump.operation)
    }

    private mutating func isUndecided(upTo last: UInt64, at now: Instant) -> Bool {
        guard !undecided.isEmpty else { return false }
        undecided = undecided.filter { now.duration(since: $0.value) < Self.patience }
        return undecided.keys.contains { $0 <= last }
    }

    // MARK: Messages

    /// Receives a client's message and posts its wishes.
    mutating func receive(
        _ bytes: UnsafeRawBufferPointer,
        from peer: PeerID,
        serving context: ServingContext
    ) {
        guard sessions[peer] != nil else { return }
        let device = context.backend.device()
        let message = PandaMessage(parsing: bytes, device: device)
        if let line = ignored.record(message.ignored, from: peer, at: context.now) {
            context.log(line)
        }
        let event = PandaSession.Event.received(
            message,
            broadcaster.operation,
            ticket: context.tickets.next
        )
        for effect in step(peer, event, at: context.now) { carryOut(effect, for: peer, context) }
    }

    /// Steps one session, which the next beat then looks at.
    private mutating func step(
        _ peer: PeerID,
        _ event: PandaSession.Event,
        at now: Instant
    ) -> [PandaSession.Effect] {
        restless.insert(peer)
        return sessions[peer]?.step(event, at: now) ?? []
    }

    private mutating func carryOut(
        _ effect: PandaSession.Effect,
        for peer: PeerID,
        _ context: ServingContext
    ) {
        switch effect {
        case .post(let envelope):
            dump = nil
            if context.backend.post(envelope) {
                standAlone.record(envelope.wish, at: context.now)
                lastTicket = max(lastTicket, envelope.ticket)
                undecided[envelope.ticket] = context.now
            } else {
                _ = step(peer, .decided(envelope.ticket), at: context.now)
            }
        case .postDevice(let wish, let ticket):
            dump = nil
            let requester = Requester(.panda, session: peer.number)
            if !context.backend.post(wish, from: requester, ticket: ticket), ticket != 0 {
                resolve(
                    DeviceOutcome(ticket: ticket, trouble: "too many wishes"),
                    on: context.server,
                    at: context.now
                )
            }
        case .send(let frame):
            context.server.send(OutgoingBytes(frame), to: peer)
        case .sendDump:
            sendDump(to: peer, context)
        case .sendOperation:
            let frame = operation ?? OutgoingBytes(PandaFrames.operation(broadcaster.operation))
            operation = frame
            context.server.send(frame, to: peer)
        case .sendFault:
            context.server.send(Self.heaterFault, to: peer)
        case .tellLanguage(let language):
            broadcast(OutgoingBytes(broadcaster.publish(language)), on: context.server)
            dump = nil
        }
    }

    /// Handles a decided wish; false: no client's.
    mutating func resolve(_ ticket: UInt64, at now: Instant) -> Bool {
        // No matter which client asked: the state may have changed.
        dump = nil
        undecided[ticket] = nil
        // The first is the only one: each ticket is one client's.
        guard let index = sessions.indices.first(where: { sessions.values[$0].awaits(ticket) })
        else {
            return false
        }
        _ = step(sessions.keys[index], .decided(ticket), at: now)
        return true
    }

    private func peers(awaiting ticket: UInt64) -> [PeerID] {
        sessions.indices.filter { sessions.values[$0].awaits(ticket) }.map { sessions.keys[$0] }
    }

    /// Reports the outcome of a wish about the device to the client that asked, if one did.
    mutating func resolve(_ outcome: DeviceOutcome, on server: WebServer, at now: Instant) {
        let event = PandaSession.Event.decidedDevice(
            outcome.ticket,
            isDone: outcome.trouble == nil
        )
        for peer in peers(awaiting: outcome.ticket) {
            for case .send(let answer) in step(peer, event, at: now) {
                server.send(OutgoingBytes(answer), to: peer)
            }
        }
    }

    // MARK: Frames

    /// Sends every client what is due.
    mutating func beat(_ context: ServingContext) {
        let snapshot = context.backend.snapshot()
        let beat = broadcaster.beat(snapshot, context.backend.device(), at: context.now)
        dump = nil
        operation = nil
        // Their outcomes were lost in a flood.
        if undecided.count > Self.mostUndecided { undecided = [:] }
        for frame in beat.frames { broadcast(OutgoingBytes(frame), on: context.server) }
        sendChanges(beat, context)
        reportCount(context)
        if let report = standAlone.beat(snapshot, context.backend.device(), at: context.now) {
            // Where the queue is full the next report comes within a second.
            _ = context.backend.post(WishEnvelope(.reportBed(report), from: Requester(.printer)))
        }
    }

    private mutating func sendChanges(_ beat: PandaBroadcaster.Beat, _ context: ServingContext) {
        let event = PandaSession.Event.beat(beat.operation, beat.heaterFault)
        let isNews = seen.map { $0 != (beat.operation, beat.heaterFault) } ?? true
        seen = (beat.operation, beat.heaterFault)
        // A thousand clients cost nothing while nothing changes.
        for peer in isNews ? Array(sessions.keys) : Array(restless) {
            for effect in sessions[peer]?.step(event, at: context.now) ?? [] {
                carryOut(effect, for: peer, context)
            }
            if sessions[peer]?.rests(at: beat.operation) == false {
                restless.insert(peer)
            } else {
                restless.remove(peer)
            }
        }
    }

    /// Sends a frame to every client that has had its dump.
    func broadcast(_ frame: OutgoingBytes, on server: WebServer) {
        // By index, because a loop over values would copy each session.
        for index in sessions.indices where sessions.values[index].isOpen {
            server.send(frame, to: sessions.keys[index])
        }
    }

    private mutating func reportCount(_ context: ServingContext) {
        guard sessions.count != reportedCount else { return }
        let report = WishEnvelope(.reportPandaClients(sessions.count), from: Requester(.panda))
        // Where the queue is full the next beat tries again.
        if context.backend.post(report) { reportedCount = sessions.count }
    }
}

/// Counts the parts of clients' messages that were not understood, and logs a line now and then.
struct IgnoredMessages {
    private var total: UInt64 = 0
    /// A client that sends nothing but noise gets one line a minute.
    private var limiter = Limiter(every: .minutes(1))

    /// Counts; returns a line when one is due.
    mutating func record(_ ignored: PandaIgnored, from peer: PeerID, at now: Instant) -> String? {
        guard ignored.count > 0 else { return nil }
        total &+= UInt64(ignored.count)
        guard limiter.allows(at: now) else { return nil }
        return "ignored in a message of /ws client \(peer): "
            + ignored.notes.joined(separator: "; ")
            + " (\(total) such parts since the start; at most one such line a minute)"
    }
}
