/// The messages between the controller's process and the switch: one fixed size, numbers in
/// little-endian order, times on the machine's monotonic clock.
///
/// ```
/// byte      0       4      5           8         16    24         32       40     48
/// command   format  flags  indicators  sequence  duty  lease end
/// report    format  flags              sequence  at    closures   on time  slots
/// ```
package enum SwitchMessage {
    /// The size of both messages.
    package static let byteCount = 48
    /// "HRT1": the two programs come from one build, and a message of any other program is rejected.
    private static let format: UInt32 = 0x3154_5248

    private struct Flags: OptionSet {
        let rawValue: UInt8
        static let heater = Flags(rawValue: 1)
        static let fan = Flags(rawValue: 2)
        static let secondRelay = Flags(rawValue: 4)
        static let lineFault = Flags(rawValue: 8)
        static let retiring = Flags(rawValue: 16)
    }

    /// Writes a command into `bytes`, which has ``byteCount`` bytes.
    package static func write(_ command: SwitchCommand, to bytes: UnsafeMutableRawBufferPointer) {
        var flags: Flags = []
        if command.isFanOn { flags.insert(.fan) }
        if command.isSecondRelayClosed { flags.insert(.secondRelay) }
        begin(bytes, flags)
        bytes.storeBytes(of: command.indicators.rawValue, toByteOffset: 5, as: UInt8.self)
        store(command.sequence, at: 8, bytes)
        store(command.heater.fraction.bitPattern, at: 16, bytes)
        store(UInt64(bitPattern: command.leaseEnd.nanoseconds), at: 24, bytes)
    }

    /// The command in `bytes`; `nil` where the bytes are not a command, or the duty is outside 0…1.
    package static func command(in bytes: UnsafeRawBufferPointer) -> SwitchCommand? {
        guard let flags = flags(in: bytes) else { return nil }
        let fraction = Double(bitPattern: load(at: 16, bytes))
        guard fraction >= 0, fraction <= 1 else { return nil }
        return SwitchCommand(
            sequence: load(at: 8, bytes),
            heater: Duty(fraction),
            isFanOn: flags.contains(.fan),
            isSecondRelayClosed: flags.contains(.secondRelay),
            indicators: Indicators(rawValue: bytes[5]),
            leaseEnd: Instant(nanoseconds: Int64(bitPattern: load(at: 24, bytes)))
        )
    }

    /// Writes a report into `bytes`, which has ``byteCount`` bytes.
    ///
    /// - Parameter isRetiring: the switch was told to end, and heats no more. That is for the daemon's
    ///   supervisor and no part of the report, which is for the controller.
    package static func write(
        _ report: SwitchReport,
        isRetiring: Bool = false,
        to bytes: UnsafeMutableRawBufferPointer
    ) {
        var flags: Flags = []
        if isRetiring { flags.insert(.retiring) }
        if report.isHeaterOn { flags.insert(.heater) }
        if report.isFanOn { flags.insert(.fan) }
        if report.isSecondRelayClosed { flags.insert(.secondRelay) }
        if report.isLineFaulty { flags.insert(.lineFault) }
        begin(bytes, flags)
        store(report.sequence, at: 8, bytes)
        store(UInt64(bitPattern: report.at.nanoseconds), at: 16, bytes)
        store(report.closures, at: 24, bytes)
        store(UInt64(bitPattern: report.onTime.inNanoseconds), at: 32, bytes)
        store(report.slots, at: 40, bytes)
    }

    /// The report in `bytes`; `nil` where the bytes are not a report.
    package static func report(in bytes: UnsafeRawBufferPointer) -> SwitchReport? {
        guard let flags = flags(in: bytes) else { return nil }
        var report = SwitchReport()
        report.isHeaterOn = flags.contains(.heater)
        report.isFanOn = flags.contains(.fan)
        report.isSecondRelayClosed = flags.contains(.secondRelay)
        report.isLineFaulty = flags.contains(.lineFault)
        report.sequence = load(at: 8, bytes)
        report.at = Instant(nanoseconds: Int64(bitPattern: load(at: 16, bytes)))
        report.closures = load(at: 24, bytes)
        report.onTime = .nanoseconds(Int64(bitPattern: load(at: 32, bytes)))
        report.slots = load(at: 40, bytes)
        return report
    }

    /// The report in `bytes` comes from a switch that was told to end.
    package static func isRetiring(in bytes: UnsafeRawBufferPointer) -> Bool {
        flags(in: bytes)?.contains(.retiring) ?? false
    }

    private static func begin(_ bytes: UnsafeMutableRawBufferPointer, _ flags: Flags) {
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        bytes.storeBytes(of: format.littleEndian, toByteOffset: 0, as: UInt32.self)
        bytes.storeBytes(of: flags.rawValue, toByteOffset: 4, as: UInt8.self)
    }

    private static func flags(in bytes: UnsafeRawBufferPointer) -> Flags? {
        guard bytes.count == byteCount,
            UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)) == format
        else { return nil }
        return Flags(rawValue: bytes[4])
    }

    private static func store(
        _ value: UInt64,
        at offset: Int,
        _ bytes: UnsafeMutableRawBufferPointer
    ) {
        bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt64.self)
    }

    private static func load(at offset: Int, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
