import Chamber
import SwitchCore

/// Mixes values into one number (FNV-1a over 64-bit words, folded into a byte): the same values in the
/// same order give the same one, on every machine.
struct Mixer {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// All of it in eight bits.
    var byte: UInt8 {
        var folded = state ^ state >> 32
        folded ^= folded >> 16
        return UInt8(truncatingIfNeeded: folded ^ folded >> 8)
    }

    mutating func mix(_ bits: UInt64) {
        state = (state ^ bits) &* 0x0000_0100_0000_01B3
        state ^= state >> 29
    }

    mutating func mix(_ flag: Bool) { mix(flag ? 1 as UInt64 : 2) }
    mutating func mix(_ number: Double) { mix(number.bitPattern) }
    mutating func mix(_ instant: Instant) { mix(UInt64(bitPattern: instant.nanoseconds)) }
    mutating func mix(_ temperature: Celsius) { mix(temperature.degrees) }

    mutating func mix(_ duration: Duration) {
        let parts = duration.components
        mix(UInt64(bitPattern: parts.seconds))
        mix(UInt64(bitPattern: parts.attoseconds))
    }

    mutating func mix(_ temperature: Celsius?) {
        guard let temperature else { return mix(3 as UInt64) }
        mix(temperature.degrees)
    }

    mutating func mix(_ requester: Requester) {
        mix(UInt64(requester.kind.rawValue))
        mix(requester.session)
    }

    mutating func mix(_ status: ProbeStatus) {
        mix(UInt64(status.condition.rawValue))
        mix(status.temperature)
    }

    mutating func mix(_ settings: OperatingSettings) {
        mix(settings.isOn)
        mix(UInt64(settings.mode.rawValue))
        mix(settings.target)
        mix(settings.fanBedThreshold)
        mix(settings.heatBedThreshold)
        mix(UInt64(settings.dryingPreset.rawValue))
        mix(settings.customDryingTarget)
        mix(UInt64(bitPattern: Int64(settings.customDryingHours)))
        if let minutes = settings.customDryingMinutes { mix(UInt64(bitPattern: Int64(minutes))) }
        mix(settings.band.kelvins)
        mix(UInt64(bitPattern: Int64(settings.volume)))
        mix(UInt64(bitPattern: Int64(settings.brightness)))
    }

    mutating func mix(_ guards: GuardParameters) {
        mix(guards.probeTolerance.kelvins)
        mix(guards.probeTimeout)
        mix(guards.runawayDelta.kelvins)
        mix(guards.longestFullPower)
        mix(guards.stuckRelayDelta.kelvins)
        mix(guards.stuckRelayWindow)
    }

    mutating func mix(_ record: FaultRecord?) {
        guard let record else { return mix(4 as UInt64) }
        mix(record.number)
        mix(UInt64(record.code.rawValue))
        mix(record.at)
        mix(UInt64(record.probe.map { $0.rawValue + 1 } ?? 0))
        mix(UInt64(record.condition.rawValue))
        mix(record.value)
        mix(record.limit)
        mix(record.chamber)
        mix(record.element)
        mix(record.duty.fraction)
    }

    mutating func mix(_ model: ThermalModel) {
        mix(UInt64(model.origin.rawValue))
        mix(model.slopeKelvinPerSecond)
        mix(model.deadTimeSeconds)
        mix(model.holdDutyPerKelvin)
        mix(model.room)
        mix(model.elementExcessKelvin)
        mix(model.elementTimeConstantSeconds)
    }

    mutating func mix(_ answer: WishOutcome.Answer) {
        switch answer {
        case .applied: mix(1 as UInt64)
        case .unchanged: mix(2 as UInt64)
        case .clamped: mix(3 as UInt64)
        case .refused(let refusal): mix(0x100 + UInt64(refusal.rawValue))
        }
    }
}
