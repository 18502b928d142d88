import Boards
import Chamber
import SwitchCore
import Testing

/// Bytes as the data sheets SBAS444 (ADS1115) and SBAS473 (ADS1015) have them.
@Suite struct ADS1x15Tests {
    private static let conversion: UInt8 = 0x00
    private static let configuration: UInt8 = 0x01
    /// AIN0…AIN3 against ground, ±4.096 V, single shot, 128 samples a second, no comparator.
    private static let written: [[UInt8]] = [
        [0xC3, 0x83], [0xD3, 0x83], [0xE3, 0x83], [0xF3, 0x83],
    ]
    /// What the configuration is after a reset.
    private static let afterReset: [UInt8] = [0x85, 0x83]
    /// 1.1 × 1 s / 128.
    private static let usualWait = Duration.nanoseconds(8_593_750)

    private func chip(_ bus: ScriptedBus) throws -> ADS1x15 {
        try #require(ADS1x15(.ads1115, fullScaleVolts: 4.096, on: bus))
    }

    @Test(arguments: 0..<4)
    func oneConversionIsWrittenAwaitedReadAndChecked(channel: Int) throws {
        let word = Self.written[channel]
        let busy = [word[0] & 0x7F, word[1]]
        let bus = ScriptedBus([
            .write([Self.configuration] + word),
            .pause(Self.usualWait),
            .writeRead([Self.configuration], busy),
            .pause(.milliseconds(1)),
            .writeRead([Self.configuration], word),
            .writeRead([Self.conversion], [0x33, 0x90]),
            .writeRead([Self.configuration], word),
        ])
        var chip = try chip(bus)
        chip.beginScan()
        let found = try chip.measure(channel)
        // 0x3390 = 13200 steps of 125 µV.
        #expect(found == Conversion(code: 13_200, volts: 13_200 * 125e-6))
        #expect(bus.left.isEmpty)
    }

    private static let codes: [(bytes: [UInt8], code: Int32, isAtTop: Bool)] = [
        ([0x00, 0x00], 0, false), ([0xFF, 0xFF], -1, false), ([0x80, 0x00], -32_768, false),
        ([0x7F, 0xFE], 32_766, false), ([0x7F, 0xFF], 32_767, true),
    ]

    @Test(arguments: codes)
    func aCodeHasASignAndAnEnd(bytes: [UInt8], code: Int32, isAtTop: Bool) throws {
        let word = Self.written[0]
        let bus = ScriptedBus([
            .write([Self.configuration] + word),
            .writeRead([Self.configuration], word),
            .writeRead([Self.conversion], bytes),
            .writeRead([Self.configuration], word),
        ])
        var chip = try chip(bus)
        let found = try chip.measure(0)
        #expect(found.code == code)
        #expect(found.isAtTop == isAtTop)
        #expect(bus.left.isEmpty)
    }

    @Test func the1015IsFasterAndItsCodeStandsToTheLeft() throws {
        let bus = ScriptedBus([
            .write([Self.configuration, 0xC3, 0x83]),
            // 1.1 × 1 s / 1600.
            .pause(.nanoseconds(687_500)),
            .writeRead([Self.configuration], [0xC3, 0x83]),
            .writeRead([Self.conversion], [0x7F, 0xF0]),
            .writeRead([Self.configuration], [0xC3, 0x83]),
        ])
        var chip = try #require(ADS1x15(.ads1015, fullScaleVolts: 4.096, on: bus))
        let found = try chip.measure(0)
        #expect(found == Conversion(code: 2_047, volts: 2_047 * 0.002, isAtTop: true))
        #expect(bus.left.isEmpty)
    }

    private static let gains: [(volts: Double, high: UInt8)] = [
        (6.144, 0xC1), (4.096, 0xC3), (2.048, 0xC5),
    ]

    @Test(arguments: gains)
    func theGainFollowsFromTheFullScale(volts: Double, high: UInt8) throws {
        let bus = ScriptedBus([.write([Self.configuration, high, 0x83]), .fail(errno: 5)])
        var chip = try #require(ADS1x15(.ads1115, fullScaleVolts: volts, on: bus))
        _ = busError { () throws(BusError) in try chip.measure(0) }
        #expect(bus.left.isEmpty)
    }

    @Test func aRangeThatTheChipHasNotIsNoChip() {
        #expect(ADS1x15(.ads1115, fullScaleVolts: 5, on: ScriptedBus([])) == nil)
    }

    @Test func aConversionThatNeverEndsIsGivenUpAfterTwentyMilliseconds() throws {
        let busy = ScriptedBus.Step.writeRead([Self.configuration], [0x43, 0x83])
        let bus = ScriptedBus(
            [.write([Self.configuration, 0xC3, 0x83])] + Array(repeating: busy, count: 21)
        )
        var chip = try chip(bus)
        let error = busError { () throws(BusError) in try chip.measure(0) }
        #expect(error == BusError(.convert, .timedOut, at: ScriptedBus.place))
        #expect(error?.fault == .timedOut)
        #expect(bus.left.isEmpty)
        #expect(bus.now == Instant(nanoseconds: 0).advanced(by: Self.usualWait + .milliseconds(20)))
    }

    @Test func aResetIsSeenWhileWaiting() throws {
        let bus = ScriptedBus([
            .write([Self.configuration, 0xC3, 0x83]),
            .writeRead([Self.configuration], Self.afterReset),
        ])
        var chip = try chip(bus)
        let error = busError { () throws(BusError) in try chip.measure(0) }
        #expect(error == BusError(.readBack, .wasReset, at: ScriptedBus.place))
        #expect(error?.fault == .wasReset)
        #expect(bus.left.isEmpty)
    }

    @Test func aResetIsSeenBehindTheResult() throws {
        let bus = ScriptedBus([
            .write([Self.configuration, 0xC3, 0x83]),
            .writeRead([Self.configuration], [0xC3, 0x83]),
            .writeRead([Self.conversion], [0x00, 0x00]),
            .writeRead([Self.configuration], Self.afterReset),
        ])
        var chip = try chip(bus)
        let error = busError { () throws(BusError) in try chip.measure(0) }
        #expect(error == BusError(.readBack, .wasReset, at: ScriptedBus.place))
        #expect(bus.left.isEmpty)
    }

    @Test(arguments: 0..<4)
    func anErrorOfTheBusEndsTheConversion(step: Int) throws {
        let word = Self.written[0]
        let whole: [ScriptedBus.Step] = [
            .write([Self.configuration] + word),
            .writeRead([Self.configuration], word),
            .writeRead([Self.conversion], [0x00, 0x00]),
            .writeRead([Self.configuration], word),
        ]
        let bus = ScriptedBus(whole[..<step] + [.fail(errno: 121)])
        var chip = try chip(bus)
        let error = busError { () throws(BusError) in try chip.measure(0) }
        #expect(error?.kind == .noAcknowledge)
        #expect(error?.code == 121)
        #expect(bus.left.isEmpty)
    }
}
