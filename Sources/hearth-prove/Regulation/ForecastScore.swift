import Chamber
import SwitchCore

/// How true the forecasts of the time to the set point were in one warm-up.
struct ForecastScore: Sendable {
    private static let interval = 10.0
    /// From a third of the way on they count.
    private static let countedShare = 2.0 / 3
    private static let allowedSeconds = 60.0
    private static let allowedShare = 0.1

    private var foreseen: [(at: Double, left: Double?)] = []
    private var reachedAt: Double?

    /// The largest error as a share of what is allowed; `nil` where the set point was never reached, or
    /// before ``add(_:seconds:)``.
    ///
    /// Allowed is a tenth of the time that was left, and at least a minute.
    var worst: Double? {
        guard let reachedAt, let first = foreseen.first else { return nil }
        let whole = reachedAt - first.at
        return foreseen.filter { reachedAt - $0.at <= Self.countedShare * whole }
            .map { forecast in
                let left = reachedAt - forecast.at
                let allowed = max(Self.allowedSeconds, Self.allowedShare * left)
                return abs((forecast.left ?? .infinity) - left) / allowed
            }
            .max()
    }

    /// Adds one beat's snapshot, `seconds` after the wish.
    mutating func add(_ snapshot: Snapshot, seconds: Double) {
        guard reachedAt == nil else { return }
        if snapshot.activity == .holding { reachedAt = seconds }
        guard snapshot.activity == .heating else { return }
        if let last = foreseen.last, seconds - last.at < Self.interval { return }
        foreseen.append((seconds, snapshot.readyIn?.inSeconds))
    }
}
