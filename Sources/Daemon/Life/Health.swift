import Chamber

/// Whether everything that heat depends on works: guards, switch, and while power is on, sampling.
///
/// While power is off, a hanging bus is no reason for a restart: the new run would find the same bus,
/// and the page that shows the fault would be gone.
struct Health {
    private let exchange: Exchange
    private let hardware: Hardware
    private let clock: BeatClock

    init(_ exchange: Exchange, _ hardware: Hardware, _ clock: BeatClock) {
        self.exchange = exchange
        self.hardware = hardware
        self.clock = clock
    }

    /// The chamber's probe gives good readings, which heat needs.
    var isSampled: Bool {
        exchange.snapshot.chamber.condition == .good
    }

    /// The controller steps, the switch answers, and samples come or are not needed.
    var isGood: Bool {
        let snapshot = exchange.snapshot
        let age = clock.realDuration(from: snapshot.at, to: clock.now())
        guard snapshot.step > 0, age <= Hardware.patience, hardware.isSwitchAnswering else {
            return false
        }
        return hardware.isSampling || !snapshot.settings.isOn
    }
}
