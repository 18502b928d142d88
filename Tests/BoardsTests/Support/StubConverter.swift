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

extension BoardText {
    /// A real board with every probe, and with the lines `adc` in `[adc]`.
    static func real(adc: String) -> String {
        """
        [board]
        name: Test
        kind: linux
        [adc]
        \(adc)
        [probe chamber]
        channel: 0
        thermistor: generic-3950
        series_ohms: 10000
        [probe element]
        channel: 1
        thermistor: generic-3950
        series_ohms: 10000
        [probe chamber_second]
        channel: 2
        thermistor: generic-3950
        series_ohms: 10000
        [heater]
        power_w: 300
        line: 17
        [fan]
        fitted: no
        [gpio]
        chip: pinctrl-bcm2711
        """
    }

    /// The description of such a board.
    static func realBoard(adc: String) throws -> BoardDescription {
        try BoardFile.board(Array(real(adc: adc).utf8), name: "my.conf")
    }
}
