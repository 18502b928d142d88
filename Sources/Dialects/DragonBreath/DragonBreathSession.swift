import Chamber
import Surroundings
package import SwitchCore

/// The device's side of DragonBreath's interface, for all its clients.
///
///     command ──▶ waits its turn ──▶ posted ──▶ decided ──▶ answered
///     off, heartbeat ──────────────▶ posted ──▶ decided ──▶ answered
///
/// Commands that could add heat are judged one after the other, each by the state that the one before has left:
/// of two clients that saw the same revision, the second is refused. A value without clock and network.
package struct DragonBreathSession: Sendable {
    /// What changes the revision: the firmware counts transitions, and no measurements.
    private struct Key: Equatable {
        var settings = OperatingSettings()
        var isDrying = false
        var hasSetPoint = false
        var isFiltering = false
        var lease: Requester?
        var latch: FaultNumber?
        var isInhibited = false
    }

    /// A lease that a client was told.
    struct Lease: Equatable {
        let id: String
        let requester: Requester
        let owner: String
    }

    /// A command that has not been answered.
    struct Asker {
        enum Question: Equatable {
            case off
            case heat(Lease?)
            /// `isApproved`: the store has yet to remove the fault from the disk.
            case clear(isApproved: Bool)
            case heartbeat
            case calibration
        }

        var question: Question
        let request: DragonBreathRequest?
        let client: Client
        let ticket: UInt64
        let leaseID: String
        var until: Instant
        /// The state's when the wish was posted.
        var revision: UInt32 = 0
        var isGone = false
    }

    /// The controller decides within a tenth of a second, and the store clears a fault within two.
    static let patience = Duration.seconds(2)
    /// Commands that may wait for their turn, and requests that may be undecided.
    static let mostWaiting = 32
    static let mostUndecided = 256

    let identity: DragonBreathState.Identity
    var snapshot = Snapshot()
    var device = DeviceView()
    /// Rises with every change of mode, target, lease or fault, and with every command that was carried out.
    package internal(set) var revision: UInt32 = 1
    private var key: Key?
    var lease: Lease?
    var replays = DragonBreathReplays()
    var undecided: [UInt64: Asker] = [:]
    var waiting: [Asker] = []
    /// The ticket of the command whose turn it is.
    var turn: UInt64?
    var number: UInt64 = 0

    package init(_ identity: DragonBreathState.Identity) {
        self.identity = identity
    }

    /// The state that clients are told.
    package var state: DragonBreathState {
        let isOurs = lease != nil && lease?.requester == snapshot.lease?.requester
        return DragonBreathState(
            identity: identity,
            snapshot: snapshot,
            device: device,
            revision: revision,
            owner: isOurs ? lease?.owner : nil
        )
    }

    /// Decides what an event leads to.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .shown(let snapshot, let device):
            show(snapshot, device)
            return proceed(at: now)
        case .command(let body, let client, let ticket, let leaseID):
            return receive(body, client, ticket, leaseID, at: now)
        case .heartbeat(let body, let client, let ticket):
            return heartbeat(body, client, ticket, at: now)
        case .calibration(let body, let client, let ticket):
            return calibrate(body, client, ticket, at: now)
        case .decided(let ticket, let answer):
            return decide(ticket, answer, at: now) + proceed(at: now)
        case .left(let connection):
            waiting.removeAll { $0.client.connection == connection }
            for (ticket, asker) in undecided where asker.client.connection == connection {
                undecided[ticket]?.isGone = true
            }
            return []
        }
    }

    // MARK: The state

    private mutating func show(_ snapshot: Snapshot, _ device: DeviceView) {
        self.snapshot = snapshot
        self.device = device
        var new = Key()
        new.settings = snapshot.settings
        // How loud and how bright is no concern of a client that asks for heat.
        new.settings.volume = 0
        new.settings.brightness = 0
        new.isDrying = snapshot.drying.isRunning
        new.hasSetPoint = snapshot.setPoint != nil
        new.isFiltering = snapshot.activity == .ventilating
        new.lease = snapshot.lease?.requester
        new.latch = snapshot.latch?.number
        new.isInhibited = !device.status.troubles.isEmpty
        if let key, key != new { advance() }
        key = new
    }

    /// 0 and the highest number stand for no revision and for any.
    mutating func advance() {
        revision = revision >= UInt32.max - 1 ? 1 : revision + 1
    }

    // MARK: Turns

    /// Answers whom nothing else will answer, and gives the next command its turn.
    mutating func proceed(at now: Instant) -> [Effect] {
        var effects: [Effect] = []
        for (ticket, asker) in undecided.sorted(by: { $0.key < $1.key }) {
            if asker.question == .clear(isApproved: true),
                snapshot.latch == nil || !snapshot.isClearing
            {
                effects += finish(asker, snapshot.latch == nil ? nil : .init(.conditionPersists))
            } else if now >= asker.until {
                effects += finish(asker, .noAnswer)
            } else {
                continue
            }
            undecided[ticket] = nil
        }
        while turn == nil, !isOffUndecided, !waiting.isEmpty {
            effects += begin(waiting.removeFirst(), at: now)
        }
        return effects
    }

    /// What comes after an off is judged by the state that the off leaves.
    private var isOffUndecided: Bool { undecided.contains { $0.value.question == .off } }
}
