import Chamber
import Store
import Surroundings
import SwitchCore
import Testing
import TestSupport

/// Stored values are checked one by one; a bad one is replaced by its default, with a note.
@Suite struct StoredSettingsTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        bench.save(.unusual, dryingRemaining: .seconds(60), offsets: .unusual)
        bench.buffer.put(DeviceProfile.unusual)
        bench.stop()
    }

    @Test(arguments: [
        SQLValue.real(70.01), .real(-0.01), .real(.infinity), .real(-.infinity), .real(1e300),
        .null, .text("60"), .integer(.max), .integer(.min), .integer(71),
    ])
    func aTargetOutOfRangeBecomesTheDefault(_ value: SQLValue) throws {
        var expected = OperatingSettings.unusual
        expected.target = OperatingSettings().target
        try expect(expected, after: "target", value)
    }

    @Test func aWholeNumberIsAsGoodATemperature() throws {
        try store("target", .integer(44), in: "settings")
        let state = try StoreBench(directory).restored
        #expect(state.controller.settings.target == Celsius(44))
        #expect(state.notes.isEmpty)
    }

    @Test(arguments: [SQLValue.text("warm"), .integer(2), .null, .text("")])
    func anUnknownModeBecomesTheDefault(_ value: SQLValue) throws {
        var expected = OperatingSettings.unusual
        expected.mode = OperatingSettings().mode
        try expect(expected, after: "mode", value)
    }

    @Test(arguments: [SQLValue.integer(0), .integer(13), .integer(-1), .real(3), .text("7")])
    func hoursOutOfRangeBecomeTheDefault(_ value: SQLValue) throws {
        var expected = OperatingSettings.unusual
        expected.customDryingHours = OperatingSettings().customDryingHours
        try expect(expected, after: "custom_drying_hours", value)
    }

    @Test(arguments: [("fan_bed_threshold", 121.0), ("heat_bed_threshold", 39.0)])
    func aBedThresholdOutOfRangeBecomesTheDefault(_ name: String, _ value: Double) throws {
        var expected = OperatingSettings.unusual
        if name == "fan_bed_threshold" {
            expected.fanBedThreshold = OperatingSettings().fanBedThreshold
        } else {
            expected.heatBedThreshold = OperatingSettings().heatBedThreshold
        }
        try expect(expected, after: name, .real(value))
    }

    @Test(arguments: [SQLValue.integer(12 * 3600 + 1), .integer(-1), .real(5), .null])
    func aRestOfDryingOutOfRangeIsNone(_ value: SQLValue) throws {
        try store("drying_remaining_s", value, in: "settings")
        let state = try StoreBench(directory).restored
        #expect(state.controller.dryingRemaining == .zero)
        #expect(state.notes.count == 1)
    }

    @Test(arguments: [
        (SQLValue.real(5.01), 5.0), (.real(-900), -5), (.integer(6), 5), (.real(.infinity), 0),
        (.null, 0), (.text("1"), 0),
    ])
    func anOffsetIsHeldToFiveKelvins(_ value: SQLValue, _ expected: Double) throws {
        try store("offset_chamber", value, in: "settings")
        let state = try StoreBench(directory).restored
        #expect(state.controller.offsets.chamber == TemperatureDelta(expected))
        #expect(state.controller.offsets.element == ProbeOffsets.unusual.element)
        #expect(state.notes.count == 1)
    }

    @Test func anOffsetAtTheLimitIsKept() throws {
        try store("offset_chamber", .real(-5), in: "settings")
        let state = try StoreBench(directory).restored
        #expect(state.controller.offsets.chamber == TemperatureDelta(-5))
        #expect(state.notes.isEmpty)
    }

    @Test func aDamagedValueBecomesTheDefault() throws {
        try execute("UPDATE settings SET value = 48.5 WHERE name = 'target'")
        var expected = OperatingSettings.unusual
        expected.target = OperatingSettings().target
        try expect(expected)
    }

    @Test(arguments: [
        SQLValue.text(String(repeating: "x", count: 257)), .text("a\u{0}b"), .text("a\nb"),
        .integer(5), .null,
    ])
    func aPasswordThatIsNoTextIsForgottenAndNotShown(_ value: SQLValue) throws {
        try store("station_password", value, in: "profile")
        let state = try StoreBench(directory).restored
        var expected = DeviceProfile.unusual
        expected.station.password = ""
        #expect(state.profile == expected)
        #expect(state.notes.count == 1)
        if let text = value.text {
            #expect(!state.notes.joined().contains(text))
        }
    }

    @Test func whatANewerVersionAddedIsIgnored() throws {
        try store("colour", .text("red"), in: "settings")
        try store("altitude", .integer(3), in: "profile")
        let state = try StoreBench(directory).restored
        #expect(state.controller.settings == .unusual)
        #expect(state.notes.isEmpty)
    }

    @Test func theLatchDoesNotSufferFromBadSettings() throws {
        let bench = try StoreBench(directory)
        bench.latch(.sample(3))
        bench.stop()
        for name in ["target", "mode", "offset_element", "drying_preset"] {
            try store(name, .text("\u{7F}"), in: "settings")
        }
        let state = try StoreBench(directory).restored
        #expect(state.controller.latch == .latched(.sample(3)))
        #expect(state.notes.count == 4)
    }

    private func expect(
        _ expected: OperatingSettings,
        after name: String,
        _ value: SQLValue
    ) throws {
        try store(name, value, in: "settings")
        try expect(expected)
    }

    private func expect(_ expected: OperatingSettings) throws {
        let state = try StoreBench(directory).restored
        #expect(state.controller.settings == expected)
        #expect(state.controller.offsets == .unusual)
        #expect(state.notes.count == 1)
    }

    /// Stores a value that the store itself would not, with a checksum that fits.
    private func store(_ name: String, _ value: SQLValue, in table: String) throws {
        // SQLite keeps text unchanged, even zero bytes.
        try execute(
            "INSERT OR REPLACE INTO \(table) VALUES (?1, ?2, ?3)",
            [.text(name), value, .integer(Checksum.of(table, [.text(name), value]))]
        )
    }

    private func execute(_ statement: String, _ values: [SQLValue] = []) throws {
        let database = try Database(directory.database, .existing)
        try database.execute(statement, values)
        try database.emptyLog()
    }
}
