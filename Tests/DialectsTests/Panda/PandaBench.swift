import Chamber
import Dialects
import Surroundings
import SwitchCore

/// Clients and a controller that grants wishes at the next beat, within a tenth of a second like
/// the real one.
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
        _ = session.markTold(operation, at: now)
        sessions.append(session)
        return sessions.count - 1
    }

    @discardableResult
    mutating func send(_ text: String, from client: Int) -> [PandaSession.Effect] {
        let message = PandaMessage(parsing: Array(text.utf8), device: device)
        var number = tickets
        let effects = sessions[client].receive(
            message,
            operation: operation,
            ticket: {
                number += 1
                return number
            },
            at: now
        )
        tickets = number
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
            sessions[client].resolve(envelope.ticket)
        }
        undecided = []
        return told()
    }

    mutating func told() -> [Int] {
        sessions.indices.filter { sessions[$0].takePending(operation, at: now) }
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
        case .startDrying:
            snapshot.settings.mode = .drying
            snapshot.drying.isRunning = true
        case .stopDrying: snapshot.drying.isRunning = false
        default: break
        }
    }
}
