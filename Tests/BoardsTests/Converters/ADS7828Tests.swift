import Boards
import Chamber
import Testing

/// Bytes as the data sheet SBAS181 has them.
@Suite struct ADS7828Tests {
    /// Against ground, the converter on, the reference off: input 0 to 7.
    private static let commands: [UInt8] = [0x84, 0xC4, 0x94, 0xD4, 0xA4, 0xE4, 0xB4, 0xF4]

    @Test(arguments: 0..<8)
    func oneTransferAsksAndAnswers(channel: Int) throws {
        let bus = ScriptedBus([.writeRead([Self.commands[channel]], [0x07, 0xD0])])
        var chip = try #require(ADS7828(fullScaleVolts: 3.3, on: bus))
        try chip.beginScan()
        let found = try chip.measure(channel)
        #expect(found == Conversion(code: 2_000, volts: 2_000 * (3.3 / 4_096)))
        #expect(bus.left.isEmpty)
    }

    @Test func itsOwnReferenceIsTurnedOnAndGivenTimeForEachScan() throws {
        let bus = ScriptedBus([
            .writeRead([0x8C], [0x00, 0x00]), .pause(.milliseconds(2)),
            .writeRead([0xCC], [0x0F, 0xFF]),
            .writeRead([0x8C], [0x00, 0x00]), .pause(.milliseconds(2)),
        ])
        var chip = try #require(ADS7828(fullScaleVolts: 2.5, on: bus))
        try chip.beginScan()
        let found = try chip.measure(1)
        #expect(found == Conversion(code: 4_095, volts: 4_095 * (2.5 / 4_096), isAtTop: true))
        try chip.beginScan()
        #expect(bus.left.isEmpty)
    }

    @Test func aBusThatFloatsIsNoMeasurement() throws {
        let bus = ScriptedBus([.writeRead([0x84], [0xFF, 0xFF])])
        var chip = try #require(ADS7828(fullScaleVolts: 3.3, on: bus))
        let error = busError { () throws(BusError) in try chip.measure(0) }
        #expect(error?.fault == .failed)
        #expect(
            error?.description
                == "cannot get a measurement from 0x48 on /dev/i2c-1: 65535 does not fit into "
                + "12 bits; check that it is the chip that [adc] says, and its wires"
        )
    }
}
