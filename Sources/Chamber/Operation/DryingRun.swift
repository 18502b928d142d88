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

    /// How long a start waits for the power: the stock page and its clients send both, in either
    /// order, within a second; a person who presses two buttons needs longer.
    private static let patience = Duration.minutes(1)

    private var state = State.idle
    /// What is left of the run; before a start what the next one will take.
    private(set) var remaining: Duration
    /// Set point of the run, as its programme had it when it was chosen or the run began: a new
    /// custom temperature is for the next run (Panda Breath wire contract, section 5).
    private(set) var target: Celsius

    init(remaining: Duration, target: Celsius) {
        self.remaining = remaining
        self.target = target
    }

    /// A run is under way, or waits for the power.
    var isStarted: Bool { state != .idle }

    /// A run is under way with the power on.
    var isRunning: Bool { state == .running }

    /// Loads the countdown again, in a run too.
    mutating func load(_ duration: Duration) {
        remaining = duration
    }

    /// Sets what the run heats to, in a run too.
    mutating func aim(at target: Celsius) {
        self.target = target
    }

    /// Starts a run of what remains, of `length` where nothing does.
    mutating func start(length: Duration, isOn: Bool, at now: Instant) {
        if remaining <= .zero { remaining = length }
        guard !isRunning else { return }
        state = isOn ? .running : .waiting(until: now.advanced(by: Self.patience))
    }

    /// Ends the run; the next one takes `length`.
    mutating func stop(length: Duration) {
        state = .idle
        remaining = length
    }

    /// What one step did to a run.
    enum Change {
        case none
        case began
        case ended
    }

    /// Lets `elapsed` go by.
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
