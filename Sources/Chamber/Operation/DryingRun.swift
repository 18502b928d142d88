import SwitchCore

/// The drying run and its countdown.
///
/// ```
/// idle ──start──▶ waiting ──power on──▶ running ──time up, stop, power off, other mode──▶ idle
///                    └──a minute without power──▶ idle
/// ```
struct DryingRun: Codable {
    private enum State: Codable, Equatable {
        case idle
        case waiting(until: Instant)
        case running
    }

    /// How long a start waits for the power: the stock page and its clients send both within a second,
    /// in either order; a person who presses two buttons needs longer.
    private static let patience = Duration.minutes(1)

    private var state = State.idle
    /// The time left in the run; before a start, the length of the next run.
    private(set) var remaining: Duration
    /// The run's set point, from its programme when that was chosen or the run began: a new custom
    /// temperature applies to the next run (Panda Breath wire contract, section 5).
    private(set) var target: Celsius
    /// How long the run in progress takes from its start to its end; `nil`: none is in progress, or a
    /// recording of an earlier version began in it.
    private(set) var length: Duration?

    init(remaining: Duration, target: Celsius) {
        self.remaining = remaining
        self.target = target
    }

    /// Whether a run is in progress, or waits for the power.
    var isStarted: Bool { state != .idle }

    /// Whether a run is in progress with the power on.
    var isRunning: Bool { state == .running }

    /// Sets the countdown, also during a run.
    mutating func load(_ duration: Duration) {
        remaining = duration
        if isStarted { length = duration }
    }

    /// Moves the end of a run by `change`, held to a minute at least and `longest` from now; returns whether
    /// the end had to be moved less.
    mutating func moveEnd(by change: Duration, longest: Duration) -> Bool {
        let wanted = remaining + change
        let held = min(max(wanted, .minutes(1)), longest)
        length = length.map { $0 + held - remaining }
        remaining = held
        return held != wanted
    }

    /// Sets the set point, also during a run.
    mutating func aim(at target: Celsius) {
        self.target = target
    }

    /// Starts a run with the remaining time, or with `length` where none is left.
    mutating func start(length: Duration, isOn: Bool, at now: Instant) {
        if remaining <= .zero { remaining = length }
        guard !isRunning else { return }
        self.length = max(length, remaining)
        state = isOn ? .running : .waiting(until: now.advanced(by: Self.patience))
    }

    /// Ends the run; the next one takes `length`.
    mutating func stop(length: Duration) {
        state = .idle
        remaining = length
        self.length = nil
    }

    /// The change in one step.
    enum Change {
        case none
        case began
        case ended
    }

    /// Advances by `elapsed`.
    mutating func step(isOn: Bool, elapsed: Duration, length: Duration, at now: Instant) -> Change {
        switch state {
        case .idle:
            return .none
        case .waiting(let until):
            if isOn {
                state = .running
                return .began
            }
            if now >= until { stop(length: length) }
            return .none
        case .running:
            remaining -= max(elapsed, .zero)
            guard remaining <= .zero else { return .none }
            stop(length: length)
            return .ended
        }
    }
}
