/// How a duty becomes on and off times at the relay.
package struct Modulation: Codable, Equatable, Sendable {
    /// The mains' frequency.
    package enum Mains: UInt8, CaseIterable, Codable, Sendable {
        case hertz50 = 50
        case hertz60 = 60
    }

    /// A slot is a whole number of half-cycles.
    package var mains = Mains.hertz50
    /// The shortest time that the relay stays closed, and open.
    package var shortestOn = Duration.seconds(1)
    /// See ``shortestOn``.
    package var shortestOff = Duration.seconds(1)

    /// The defaults of a solid-state relay.
    package init() {}

    /// Mains half-cycles in one slot: half a second of them, so that every slot begins and ends
    /// near a zero crossing and none leaves a direct current behind.
    package var halfCyclesPerSlot: Int {
        Int(mains.rawValue)
    }

    /// One slot: half a second at 50 and at 60 Hz alike.
    package var slot: Duration {
        .nanoseconds(Int64(halfCyclesPerSlot) * 1_000_000_000 / (2 * Int64(mains.rawValue)))
    }

    /// The slots that make up at least `duration`, at least one.
    package func slots(in duration: Duration) -> Int {
        let slotNanoseconds = slot.inNanoseconds
        return max(1, Int((duration.inNanoseconds + slotNanoseconds - 1) / slotNanoseconds))
    }
}
