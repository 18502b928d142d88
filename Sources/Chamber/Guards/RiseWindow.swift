import SwitchCore

/// The air's rise within a sliding window, above the lowest of eight minima, each over an eighth of the
/// window.
struct RiseWindow: Codable {
    private var lowest = SIMD8<Double>(repeating: .infinity)
    private var slot = 0
    private var slotBegan: Instant?

    init() {}

    /// Adds the air's temperature in °C; returns the rise within the last `window`, in K.
    mutating func step(_ air: Double, window: Duration, at now: Instant) -> Double {
        if slotBegan.map({ now.duration(since: $0) >= window / 8 }) ?? true {
            slotBegan = now
            slot = (slot + 1) & 7
            lowest[slot] = air
        }
        lowest[slot] = min(lowest[slot], air)
        return air - lowest.min()
    }

    /// Drops all temperatures.
    mutating func restart() {
        lowest = SIMD8(repeating: .infinity)
        slotBegan = nil
    }
}
