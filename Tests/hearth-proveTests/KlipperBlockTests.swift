import Testing
import TestSupport
import hearth_prove

/// The `verify_heater` block of docs/klipper.md, by Klipper's own rule over a chamber.
@Suite struct KlipperBlockTests {
    private static func settings(maxError: Double? = nil) throws -> KlipperVerify.Settings {
        let page = try Repository.text(of: "docs/klipper.md")
        let block = try #require(page.split(separator: "[verify_heater panda_breath]").last)
        func number(_ key: String) throws -> Double {
            let line = try #require(
                block.split(separator: "\n").first { $0.hasPrefix(key + ":") },
                "\(key) stands in the block"
            )
            let words = line.dropFirst(key.count + 1).split(separator: "#")[0]
            return try #require(Double(words.split(separator: " ").joined()))
        }
        return KlipperVerify.Settings(
            hysteresis: try number("hysteresis"),
            maxError: try maxError ?? number("max_error"),
            heatingGain: try number("heating_gain"),
            checkGainSeconds: try number("check_gain_time")
        )
    }

    /// Seconds of an open door, in a room of 20 °C, until Klipper ends the print; `nil`: it does not.
    private func secondsUntilTheEnd(_ settings: KlipperVerify.Settings, door: Double) -> Double? {
        var rule = KlipperVerify(settings)
        var temperature = 60.0
        for second in 0..<7200 {
            let isOpen = (600..<600 + door).contains(Double(second))
            temperature += isOpen ? (20 - temperature) / 60 : min(0.05, 60 - temperature)
            if rule.hasFailed(target: 60, temperature: temperature, seconds: Double(second)) {
                return Double(second) - 600
            }
        }
        return nil
    }

    @Test func anOpenDoorDoesNotEndAPrint() throws {
        #expect(secondsUntilTheEnd(try Self.settings(), door: 600) == nil)
        let byDefault = try #require(
            secondsUntilTheEnd(try Self.settings(maxError: 120), door: 600)
        )
        #expect(byDefault < 120)
    }
}
