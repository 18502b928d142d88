import Chamber
package import SwitchCore

/// One change of the network, from its start until it is kept or rolled back.
///
/// A value without clock or bus.
///
/// ```
/// starting ──in effect, by cable──▶ kept
///    │ └──in effect──▶ onTrial ──somebody came back, or keep──▶ kept
///    │                    └──nobody within the trial──▶ taken back
///    └──failed, or 45 s──▶ taken back
/// ```
package struct NetworkChange: Equatable, Sendable {
    /// How far the change is.
    package enum State: Equatable, Sendable {
        case starting(until: Instant)
        case onTrial(since: Instant)
        case over
    }

    /// NetworkManager's progress.
    package enum Progress: Equatable, Sendable {
        case underWay
        case inEffect
        case failed(NetworkFailure)
    }

    /// What happened.
    package enum Event: Equatable, Sendable {
        /// How far NetworkManager is; `isWired`: a cable reaches the machine all the while.
        case inspected(Progress, isWired: Bool)
        /// Somebody from the network was heard of at that moment.
        case visited(at: Instant)
        /// A person says that the change is to stay.
        case keep
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        /// It is in effect: tell the client that asked.
        case report
        /// The trial has begun: listen for visits.
        case awaitVisit
        case keep
        /// It did not come about: tell, and take back.
        case fail(NetworkFailure)
        /// No client came back: roll back.
        case rollBack
    }

    /// Association, keys and an address take seconds; NetworkManager gives up an association after 25 s
    /// and DHCP after 45 s.
    package static let patience = Duration.seconds(45)

    /// How far the change has come.
    package private(set) var state: State
    private let trial: Duration

    /// Begins at `now`; `trial`: how long it waits for a client to come back.
    package init(trial: Duration, at now: Instant) {
        self.trial = trial
        state = .starting(until: now.advanced(by: Self.patience))
    }

    /// How long the checkpoint must last at least: then NetworkManager rolls the change back on its
    /// own.
    package static func checkpointTime(trial: Duration) -> Duration {
        patience + trial + .seconds(15)
    }

    /// Decides what an event leads to.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch state {
        case .starting(let limit):
            guard case .inspected(let progress, let isWired) = event else { return [] }
            switch progress {
            case .failed(let failure):
                return end(with: [.fail(failure)])
            case .inEffect:
                // By cable nobody can have been cut off.
                if isWired { return end(with: [.report, .keep]) }
                state = .onTrial(since: now)
                return [.awaitVisit, .report]
            case .underWay:
                return now >= limit ? end(with: [.fail(.tookTooLong)]) : []
            }
        case .onTrial(let start):
            switch event {
            case .inspected: return now >= start.advanced(by: trial) ? end(with: [.rollBack]) : []
            case .visited(let moment): return moment > start ? end(with: [.keep]) : []
            case .keep: return end(with: [.keep])
            }
        case .over:
            return []
        }
    }

    private mutating func end(with effects: [Effect]) -> [Effect] {
        state = .over
        return effects
    }

    /// When to inspect it again at the latest; `nil`: never.
    package var deadline: Instant? {
        switch state {
        case .starting(let limit): limit
        case .onTrial(let start): start.advanced(by: trial)
        case .over: nil
        }
    }
}

/// Why a connection failed.
package enum NetworkFailure: Equatable, Sendable {
    case wrongPassword
    case notFound
    case noAddress
    case tookTooLong
    /// Another NMDeviceStateReason.
    case other(Int)

    /// From NMDeviceStateReason: no secrets 7; supplicant 8 to 11; DHCP 15 to 17, address 5; not found 53.
    package init(deviceReason reason: Int) {
        self =
            switch reason {
            case 7: .wrongPassword
            case 53: .notFound
            case 5, 15, 16, 17: .noAddress
            default: .other(reason)
            }
    }

    /// What happened and what to do, to follow a name and a colon.
    package func words(for purpose: ConnectionProfile.Purpose) -> String {
        if purpose == .hotspot, case .other(let reason) = self {
            return "the radio did not begin to offer it (reason \(reason)); set its country "
                + "(\"iw reg set\", or raspi-config), and see \"journalctl -u NetworkManager\""
        }
        return switch self {
        case .wrongPassword: "it refuses this password; check it and try again"
        case .notFound: "it is out of range; move closer, or check its name"
        case .noAddress: "it lets this machine in but gives it no address; check its DHCP"
        case .tookTooLong: "it did not connect within 45 s; move closer and try again"
        case .other(8), .other(9), .other(10), .other(11):
            "it did not let this machine in; check the password, and that it is in reach"
        case .other(let reason):
            "NetworkManager gave up (reason \(reason)); \"journalctl -u NetworkManager\" says more"
        }
    }
}
