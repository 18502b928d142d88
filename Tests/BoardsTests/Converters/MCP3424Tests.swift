import Boards
import Chamber
import Testing

/// Bytes as the data sheet DS22088 has them.
@Suite struct MCP3424Tests {
    /// Ready, input 1 to 4, single conversion, 14 bits, gain 1: as written.
    private static let written: [UInt8] = [0x84, 0xA4, 0xC4, 0xE4]
    /// 1.1 × 1 s / 60.
    private static let usualWait = Duration.microseconds(18_333)

    @Test(arguments: 0..<4)
    func aConversionIsStartedAwaitedAndReadWithItsConfiguration(channel: Int) throws {
        let word = Self.written[channel]
        let bus = ScriptedBus([
            .write([word]),
            .pause(Self.usualWait),
            .read([0x00, 0x00, word]),
            .pause(.milliseconds(1)),
            .read([0x10, 0x00, word & 0x7F]),
        ])
        var chip = try #require(MCP3424(on: bus))
        chip.beginScan()
        let found = try chip.measure(channel)
        // 0x1000 = 4096 steps of 250 µV.
        #expect(found == Conversion(code: 4_096, volts: 1.024))
        #expect(bus.left.isEmpty)
    }

    private static let codes: [(bytes: [UInt8], code: Int32, isAtTop: Bool)] = [
        ([0xFF, 0xFF, 0x04], -1, false), ([0xE0, 0x00, 0x04], -8_192, false),
        ([0x1F, 0xFF, 0x04], 8_191, true),
    ]

    @Test(arguments: codes)
    func aCodeHasASignAndAnEnd(bytes: [UInt8], code: Int32, isAtTop: Bool) throws {
        let bus = ScriptedBus([.write([0x84]), .read(bytes)])
        var chip = try #require(MCP3424(on: bus))
        let found = try chip.measure(0)
        #expect(found.code == code)
        #expect(found.isAtTop == isAtTop)
    }

    /// The chip's configuration after a reset: input 1, continuous, 12 bits; and bytes from a
    /// floating bus.
    private static let strangers: [[UInt8]] = [
        [0x01, 0x00, 0x90], [0x01, 0x00, 0x10], [0xFF, 0xFF, 0xFF],
    ]

    @Test(arguments: strangers)
    func aResetIsSeenInTheAnswer(answer: [UInt8]) throws {
        let bus = ScriptedBus([.write([0x84]), .read(answer)])
        var chip = try #require(MCP3424(on: bus))
        let error = busError { () throws(BusError) in try chip.measure(0) }
        #expect(error?.fault == .wasReset)
    }

    @Test func moreBitsThanAskedForAreNoMeasurement() throws {
        let bus = ScriptedBus([.write([0x84]), .read([0x20, 0x00, 0x04])])
        var chip = try #require(MCP3424(on: bus))
        let error = busError { () throws(BusError) in try chip.measure(0) }
        #expect(error?.fault == .failed)
    }

    @Test func aConversionThatNeverEndsIsGivenUp() throws {
        let busy = ScriptedBus.Step.read([0x00, 0x00, 0x84])
        let bus = ScriptedBus([.write([0x84])] + Array(repeating: busy, count: 21))
        var chip = try #require(MCP3424(on: bus))
        let error = busError { () throws(BusError) in try chip.measure(0) }
        #expect(error?.fault == .timedOut)
        #expect(bus.left.isEmpty)
    }
}
