import Chamber
import SwitchCore

/// The terms of heat in a simulation that runs faster than real time: programs renew them by the clock
/// on the wall, so that clock decides when they end.
///
/// The controller counts its own time; while the term runs by the wall, its lease is renewed for it.
struct RealTimeTerms {
    /// Half of the shortest term that the controller grants (rule `control.lease_expired`), in steps.
    private static let stepsBetween = 50

    private var holder: Requester?
    private var length = Duration.zero
    private var end = Instant.zero
    private var stepsLeft = 0

    /// A wish was posted.
    mutating func record(_ envelope: WishEnvelope, at now: Instant) {
        if let lease = envelope.lease {
            (holder, length) = (envelope.requester, lease)
            end = now.advanced(by: lease)
        } else if [.renewLease, .renewSession].contains(envelope.wish), envelope.requester == holder
        {
            end = now.advanced(by: length)
        }
    }

    /// The renewal that is due at a step, while the term runs.
    mutating func step(at now: Instant) -> WishEnvelope? {
        guard let holder, now < end else { return nil }
        stepsLeft -= 1
        guard stepsLeft <= 0 else { return nil }
        stepsLeft = Self.stepsBetween
        return WishEnvelope(.renewLease, from: holder)
    }
}
