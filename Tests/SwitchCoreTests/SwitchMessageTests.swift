import SwitchCore
import Testing

/// The messages between the two processes.
@Suite struct SwitchMessageTests {
    private static let command = SwitchCommand(
        sequence: 0x0102_0304_0506_0708,
        heater: Duty(0.25),
        isFanOn: true,
        isSecondRelayClosed: true,
        indicators: [.modeLight, .buzzer],
        leaseEnd: Instant(nanoseconds: 3_000_000_000)
    )

    private static func bytes(
        _ write: (UnsafeMutableRawBufferPointer) -> Void
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xff, count: SwitchMessage.byteCount)
        bytes.withUnsafeMutableBytes { write($0) }
        return bytes
    }

    private static func command(in bytes: [UInt8]) -> SwitchCommand? {
        bytes.withUnsafeBytes { SwitchMessage.command(in: $0) }
    }

    @Test func aCommandHasItsBytes() {
        let bytes = Self.bytes { SwitchMessage.write(Self.command, to: $0) }
        #expect(Array(bytes[..<8]) == [0x48, 0x52, 0x54, 0x31, 0x06, 0x06, 0, 0])
        #expect(Array(bytes[8..<16]) == [8, 7, 6, 5, 4, 3, 2, 1])
        #expect(Array(bytes[16..<24]) == [0, 0, 0, 0, 0, 0, 0xd0, 0x3f], "0.25, IEEE 754")
        #expect(Array(bytes[24..<32]) == [0x00, 0x5e, 0xd0, 0xb2, 0, 0, 0, 0])
        #expect(bytes[32...].allSatisfy { $0 == 0 })
    }

    @Test func aCommandIsReadAsItWasWritten() {
        let bytes = Self.bytes { SwitchMessage.write(Self.command, to: $0) }
        #expect(Self.command(in: bytes) == Self.command)
    }

    @Test(arguments: [true, false])
    func aReportTellsWhetherTheSwitchWasToldToEnd(isRetiring: Bool) {
        let bytes = Self.bytes {
            SwitchMessage.write(SwitchReport(), isRetiring: isRetiring, to: $0)
        }
        #expect(bytes.withUnsafeBytes { SwitchMessage.isRetiring(in: $0) } == isRetiring)
        #expect(bytes.withUnsafeBytes { SwitchMessage.report(in: $0) } == SwitchReport())
    }

    @Test func aReportIsReadAsItWasWritten() {
        var report = SwitchReport()
        report.sequence = 12
        report.at = Instant(nanoseconds: 5)
        report.isHeaterOn = true
        report.isLineFaulty = true
        report.closures = 7
        report.onTime = .milliseconds(1_500)
        report.slots = 99
        let bytes = Self.bytes { SwitchMessage.write(report, to: $0) }
        #expect(bytes.withUnsafeBytes { SwitchMessage.report(in: $0) } == report)
    }

    @Test func whatIsNoMessageIsNone() {
        let good = Self.bytes { SwitchMessage.write(Self.command, to: $0) }
        #expect(Self.command(in: []) == nil)
        #expect(Self.command(in: Array(good.dropLast())) == nil)
        #expect(Self.command(in: good + [0]) == nil)
        var stray = good
        stray[0] = 0x58
        #expect(Self.command(in: stray) == nil)
    }

    @Test(arguments: [-0.1, 1.1, .nan, .infinity])
    func anImpossibleDutyIsNoCommand(fraction: Double) {
        var bytes = Self.bytes { SwitchMessage.write(Self.command, to: $0) }
        for byte in 0..<8 {
            bytes[16 + byte] = UInt8(truncatingIfNeeded: fraction.bitPattern >> (8 * UInt64(byte)))
        }
        #expect(Self.command(in: bytes) == nil)
    }
}
