import Boards

/// A converter whose inputs read what a table says; an input without a voltage is an error.
struct StubConverter: Converter {
    static let place = BusPlace("/dev/i2c-1", address: 0x48)

    var volts: [Int: Double]
    var kind = BusError.Kind.noAcknowledge
    var isAtTop = false

    func beginScan() {}

    func measure(_ channel: Int) throws(BusError) -> Conversion {
        guard let volts = volts[channel] else {
            throw BusError(.read, kind, at: Self.place)
        }
        return Conversion(code: Int32(volts * 1_000), volts: volts, isAtTop: isAtTop)
    }
}
