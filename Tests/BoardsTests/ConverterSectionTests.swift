import Boards
import Chamber
import Settings
import TestSupport
import Testing

/// `[adc]` of a real board.
@Suite struct ConverterSectionTests {
    private static let sources: [(adc: String, source: ConverterDescription.Source)] = [
        ("type: ads1115", .chip(.ads1115, BusPlace("/dev/i2c-1", address: 0x48))),
        (
            "type: ads1015\nbus: 0\naddress: 0x4b",
            .chip(.ads1015, BusPlace("/dev/i2c-0", address: 0x4B))
        ),
        (
            "type: ads7828\nbus: /dev/i2c-20\naddress: 0x4A",
            .chip(.ads7828, BusPlace("/dev/i2c-20", address: 0x4A))
        ),
        (
            "type: mcp3424\nsupply_v: 2",
            .chip(.mcp3424, BusPlace("/dev/i2c-1", address: 0x68))
        ),
        ("type: iio\ndevice: ads1015\nsupply_channel: 3", .iio(device: "ads1015")),
        (
            "type: hwmon\ndevice: /sys/class/hwmon/hwmon2\nsupply_channel: 3",
            .hwmon(device: "/sys/class/hwmon/hwmon2")
        ),
    ]

    @Test(arguments: sources)
    func everyConverterIsRead(adc: String, source: ConverterDescription.Source) throws {
        #expect(try BoardText.realBoard(adc: adc).converter.source == source)
    }

    private static let scales: [(adc: String, volts: Double, highest: Int32)] = [
        ("type: ads1115", 4.096, 32_767), ("type: ads1115\nfull_scale_v: 6.144", 6.144, 32_767),
        ("type: ads1015", 4.096, 2_047), ("type: ads7828", 3.3, 4_095),
        ("type: ads7828\nfull_scale_v: 2.5\nsupply_v: 2.4", 2.5, 4_095),
        ("type: mcp3424\nsupply_v: 2.048", 2.048, 8_191),
    ]

    @Test(arguments: scales)
    func theRangeIsTheChips(adc: String, volts: Double, highest: Int32) throws {
        let converter = try BoardText.realBoard(adc: adc).converter
        #expect(converter.fullScaleVolts == volts)
        #expect(converter.scale.codes.upperBound == highest)
        #expect(
            abs(converter.scale.volts(code: highest) - volts) <= converter.scale.voltsPerCode
                * 1.001
        )
        guard case .chip(let chip, _) = converter.source else { return }
        #expect(chip.facts.driver(converter.fullScaleVolts, ScriptedBus([])) != nil)
    }

    /// The text of `[adc]`, which begins in line 4, and the mistake that is reported.
    private static let mistakes: [(adc: String, message: String)] = [
        (
            "supply_v: 3.3",
            "my.conf:4: [adc] type: this key is missing; give ads1115, ads1015, ads7828, mcp3424, "
                + "iio or hwmon"
        ),
        (
            "type: ads1114",
            "my.conf:5: [adc] type: \"ads1114\" is unknown; did you mean \"ads1115\"?"
        ),
        (
            "type: ads1115\nbus: first",
            "my.conf:6: [adc] bus: \"first\" is no bus; give a number or a path; for instance 1 or "
                + "/dev/i2c-1"
        ),
        (
            "type: ads1115\naddress: 48",
            "my.conf:6: [adc] address: \"48\" is no address; give 0x and two digits; for instance "
                + "0x48"
        ),
        (
            "type: ads1115\naddress: 0x4c",
            "my.conf:6: [adc] address: the ads1115 cannot have the address 0x4c; "
                + "give 0x48 to 0x4b"
        ),
        (
            "type: mcp3424\naddress: 0x48\nsupply_v: 2",
            "my.conf:6: [adc] address: the mcp3424 cannot have the address 0x48; "
                + "give 0x68 to 0x6f"
        ),
        (
            "type: ads1115\nfull_scale_v: 5",
            "my.conf:6: [adc] full_scale_v: the converter has no range of 5 V; "
                + "give 6.144, 4.096 or 2.048"
        ),
        (
            "type: ads1115\nsupply_v: 5",
            "my.conf:6: [adc] supply_v: 5 V is more than the converter's 4.096 V; raise "
                + "full_scale_v, or supply the dividers with less"
        ),
        (
            "type: mcp3424",
            "my.conf:4: [adc] supply_v: 3.3 V is more than the converter's 2.048 V; supply the "
                + "dividers with less"
        ),
        (
            "type: mcp3424\nsupply_v: 2\nfull_scale_v: 4.096",
            "my.conf:7: [adc] full_scale_v: the converter has no range of 4.096 V; "
                + "give 2.048, or leave it out"
        ),
        (
            "type: ads7828\nfull_scale_v: 5",
            "my.conf:6: [adc] full_scale_v: the converter has no range of 5 V; "
                + "give 2.5, or what supply_v says"
        ),
        (
            "type: ads7828\nsupply_channel: 7",
            "my.conf:6: [adc] supply_channel: the supply is the reference already; leave it out"
        ),
        (
            "type: ads1115\nsupply_channel: 4",
            "my.conf:6: [adc] supply_channel: the ads1115 has no input 4; give 0 to 3"
        ),
        (
            "type: ads1115\nbits: 16",
            "my.conf:6: [adc] bits: a real converter has its own; leave it out"
        ),
        (
            "type: ads1115\ndevice: ads1015",
            "my.conf:6: [adc] device: this is for type iio and hwmon; leave it out"
        ),
        (
            "type: iio\nsupply_channel: 3",
            "my.conf:4: [adc] device: this key is missing; give a name or a path; for instance "
                + "ads1015, or /sys/bus/iio/devices/iio:device0"
        ),
        (
            "type: iio\ndevice: ads1015",
            "my.conf:4: [adc] supply_channel: this key is missing; "
                + "give whole numbers between 0 and 7"
        ),
        (
            "type: hwmon\ndevice: class/hwmon2\nsupply_channel: 3",
            "my.conf:6: [adc] device: \"class/hwmon2\" is neither; give a name or a path; for "
                + "instance ads1015, or /sys/bus/iio/devices/iio:device0"
        ),
        (
            "type: hwmon\ndevice: ads7828\nsupply_channel: 3\naddress: 0x48\nfull_scale_v: 5",
            "my.conf:8: [adc] address: the kernel's driver knows this; leave it out\n"
                + "my.conf:9: [adc] full_scale_v: the kernel's driver knows this; leave it out"
        ),
    ]

    @Test(arguments: mistakes)
    func aMistakeSaysWhereWhatAndWhatInstead(adc: String, message: String) {
        #expect(BoardText.mistakes(BoardText.real(adc: adc)) == message)
    }

    @Test func aProbeOnAnInputThatTheChipHasNotIsAMistake() {
        let text = BoardText.real(adc: "type: ads1115").replacing("channel: 2", with: "channel: 5")
        #expect(
            BoardText.mistakes(text)
                == "my.conf:15: [probe chamber_second] channel: the ads1115 has no input 5; "
                + "give 0 to 3"
        )
    }

    @Test func aSimulatedBoardHasNoRealConverter() {
        #expect(
            BoardText.mistakes(BoardText.shortest + "\n[adc]\ntype: ads1115\nbus: 1")
                == "my.conf:11: [adc] type: a simulated board has no real converter; "
                + "leave it out, or give kind: linux\n"
                + "my.conf:12: [adc] bus: a simulated board has no real converter; "
                + "leave it out, or give kind: linux"
        )
    }

    @Test(arguments: shippedBoards)
    func theShippedBoardsHaveNoMistakes(name: String) throws {
        let board = try BoardFile.board(BoardText.shipped("boards/\(name).conf"), name: name)
        #expect(board.kind == .linux)
        #expect(board.converter.supplyChannel != nil)
    }

    private static let shippedBoards = [
        "aquarium", "libre-potato", "panda-breath-33k", "panda-breath-82k", "raspberry-pi",
        "raspberry-pi-5",
    ]
}
