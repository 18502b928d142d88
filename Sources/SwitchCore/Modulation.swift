/// How a duty becomes on and off times at the relay.
package struct Modulation: Codable, Equatable, Sendable {
    /// The mains' frequency.
    package enum Mains: UInt8, CaseIterable, Codable, Sendable {
        case hertz50 = 50
        case hertz60 = 60
    }

    /// A slot is a whole number of half-cycles.
    package var mains = Mains.hertz50
    /// The shortest time that the relay stays closed.
    package var shortestOn = Duration.seconds(1)
    /// The shortest time that the relay stays open.
    package var shortestOff = Duration.seconds(1)

    /// The defaults of a solid-state relay.
    package init() {}

    /// Mains half-cycles in one slot: half a second of them, so that every slot begins and ends near a
    /// zero crossing and leaves no direct current.
    package var halfCyclesPerSlot: Int {
        Int(mains.rawValue)
    }

    /// One slot: half a second at both 50 and 60 Hz.
    package var slot: Duration {
        .nanoseconds(Int64(halfCyclesPerSlot) * 1_000_000_000 / (2 * Int64(mains.rawValue)))
    }

    /// The number of slots that last at least `duration`; at least one.
    package func slots(in duration: Duration) -> Int {
        let slotNanoseconds = slot.inNanoseconds
        return max(1, Int((duration.inNanoseconds + slotNanoseconds - 1) / slotNanoseconds))
    }
}
