import Chamber

/// Whether all that heat depends on is alive: guards, switch, and while there is heat, sampling.
///
/// A bus that hangs while nothing heats is no reason to be ended: a restart would meet the same bus,
/// and the page that says so would be gone.
struct Health {
    private let exchange: Exchange
    private let hardware: Hardware
    private let clock: BeatClock

    init(_ exchange: Exchange, _ hardware: Hardware, _ clock: BeatClock) {
        self.exchange = exchange
        self.hardware = hardware
        self.clock = clock
    }

    /// The chamber's probe reads well: what heat would need.
    var isSampled: Bool {
        exchange.snapshot.chamber.condition == .good
    }

    /// Steps are made, the switch answers, and samples come or are not needed.
    var isGood: Bool {
        let snapshot = exchange.snapshot
        let age = clock.realDuration(from: snapshot.at, to: clock.now())
        guard snapshot.step > 0, age <= Hardware.patience, hardware.isSwitchAnswering else {
            return false
        }
        return hardware.isSampling || !snapshot.settings.isOn
    }
}
