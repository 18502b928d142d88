import Chamber
import SwitchCore

/// The terms of heat in a simulation that runs faster than real time: programs renew them by the clock
/// on the wall, so that clock decides when they end.
///
/// The controller counts its own time; while the term runs by the wall, its lease is renewed for it, at
/// the last moment, so that a term is as many of the controller's as that runs faster.
struct RealTimeTerms {
    /// Before the controller's lease ends: two of its steps.
    private static let margin = Duration.milliseconds(200)

    private let speed: Int
    /// The lease that the controller granted.
    private var lease: LeaseStatus?
    /// When it ends by the wall.
    private var end = Instant.zero

    /// For a controller whose time runs this many times faster.
    init(speed: Int) {
        self.speed = speed
    }

    /// A wish was posted.
    mutating func record(_ envelope: WishEnvelope, at now: Instant) {
        guard let lease, envelope.requester == lease.requester else { return }
        if envelope.lease != nil || [.renewLease, .renewSession].contains(envelope.wish) {
            end = now.advanced(by: lease.term)
        }
    }

    /// The controller's lease after a step, as it is by the wall.
    mutating func follow(_ granted: LeaseStatus?, at now: Instant) -> LeaseStatus? {
        if let granted, lease?.requester != granted.requester || lease?.term != granted.term {
            end = now.advanced(by: granted.term)
        }
        lease = granted
        return granted.map { granted in
            var shown = granted
            shown.remaining = max(end.duration(since: now), .zero)
            return shown
        }
    }

    /// The renewal that is due at a step, while the term runs.
    mutating func step(at now: Instant) -> WishEnvelope? {
        // Less than half of one of the controller's terms is nearer to none than to one.
        guard let lease, lease.remaining <= Self.margin,
            end.duration(since: now) > lease.term / (2 * speed)
        else { return nil }
        return WishEnvelope(.renewLease, from: lease.requester)
    }
}
