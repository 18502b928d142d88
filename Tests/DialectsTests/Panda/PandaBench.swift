import Chamber
import Dialects
import Surroundings
import SwitchCore

/// Gives unused numbers.
private final class Tickets {
    private(set) var last: UInt64

    init(after last: UInt64) {
        self.last = last
    }

    func next() -> UInt64 {
        last += 1
        return last
    }
}

extension [PandaSession.Effect] {
    /// The bytes that are sent to the client.
    var sent: [[UInt8]] {
        compactMap { if case .send(let bytes) = $0 { bytes } else { nil } }
    }
}

/// Clients and a controller that grants what it is asked for at the next beat, in a tenth of a
/// second as the real one.
struct PandaBench {
    var now = Instant(nanoseconds: 1_000_000_000)
    var snapshot = Snapshot()
    var device = DeviceView()
    var sessions: [PandaSession] = []
    var posted: [Wish] = []
    private var undecided: [(envelope: WishEnvelope, session: Int)] = []
    private var tickets: UInt64 = 0

    var operation: PandaOperation {
        PandaOperation(snapshot, printerKind: device.profile.printerKind)
    }

    /// A client that has had its dump.
    mutating func connect() -> Int {
        var session = PandaSession(number: UInt64(sessions.count + 1))
        _ = session.step(.dumped(operation), at: now)
        sessions.append(session)
        return sessions.count - 1
    }

    @discardableResult
    mutating func send(_ text: String, from client: Int) -> [PandaSession.Effect] {
        let message = PandaMessage(parsing: Array(text.utf8), device: device)
        let numbers = Tickets(after: tickets)
        let event = PandaSession.Event.received(message, operation, ticket: numbers.next)
        let effects = sessions[client].step(event, at: now)
        tickets = numbers.last
        for case .post(let envelope) in effects {
            posted.append(envelope.wish)
            undecided.append((envelope, client))
        }
        return effects
    }

    /// Lets the controller decide; returns the clients that are sent the operating settings.
    mutating func beat() -> [Int] {
        now = now.advanced(by: .milliseconds(100))
        snapshot.at = now
        for (envelope, client) in undecided {
            grant(envelope.wish)
            _ = sessions[client].step(.decided(envelope.ticket), at: now)
        }
        undecided = []
        return told()
    }

    mutating func told() -> [Int] {
        let operation = operation
        return sessions.indices.filter {
            sessions[$0].step(.beat(operation, nil), at: now) == [.sendOperation]
        }
    }

    /// The answers that a client gets once its wish about the device is decided; `nil`: it waits for none.
    mutating func resolve(_ ticket: UInt64, isDone: Bool, for client: Int) -> [[UInt8]]? {
        guard sessions[client].awaits(ticket) else { return nil }
        return sessions[client].step(.decidedDevice(ticket, isDone: isDone), at: now).sent
    }

    private mutating func grant(_ wish: Wish) {
        switch wish {
        case .setPower(let isOn):
            snapshot.settings.isOn = isOn
            if !isOn { snapshot.drying.isRunning = false }
        case .setMode(let mode):
            snapshot.settings.mode = mode
            if mode != .drying { snapshot.drying.isRunning = false }
        case .setTarget(let target): snapshot.settings.target = min(target, Celsius(60))
        case .setCustomDryingHours(let hours):
            snapshot.settings.customDryingHours = min(hours, 12)
            snapshot.drying.remaining = .hours(min(hours, 12))
        case .startDryingInMode:
            snapshot.drying.isRunning = snapshot.settings.mode == .drying
        case .stopDrying: snapshot.drying.isRunning = false
        default: break
        }
    }
}
