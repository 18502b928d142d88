import Chamber
import Dialects
import SwitchCore
import Testing

@Suite struct HomeAssistantCommandTests {
    private static func read(_ command: HomeAssistantCommand, _ text: String) -> CommandReading {
        command.read(Array(text.utf8))
    }

    private static func isRefused(_ reading: CommandReading) -> Bool {
        if case .refused(let reason) = reading { return !reason.isEmpty }
        return false
    }

    /// Each wish is complete by itself: what it changes is the controller's business.
    @Test func modesAreWholeWishes() {
        #expect(Self.read(.mode, "off") == .wishes([.setPower(false)]))
        #expect(Self.read(.mode, "heat") == .wishes([.run(.alwaysOn)]))
        #expect(Self.read(.mode, "auto") == .wishes([.run(.auto)]))
        #expect(Self.read(.mode, "dry") == .wishes([.run(.drying)]))
    }

    @Test func aTemperatureIsTheOneThatIsShown() {
        #expect(Self.read(.temperature, "55.5") == .wishes([.setShownTarget(Celsius(55.5))]))
    }

    @Test func presetsAndButtons() {
        #expect(
            Self.read(.preset, "pla") == .wishes([.selectDryingPreset(.pla), .startDryingInMode])
        )
        #expect(Self.read(.preset, "none") == .wishes([.stopDrying]))
        #expect(Self.read(.clearFault, "PRESS") == .wishes([.clearLatch]))
        #expect(Self.read(.calibrate, "PRESS") == .wishes([.calibrate]))
        #expect(Self.read(.soak, "PRESS") == .wishes([.soakAtTarget]))
    }

    @Test func numbersAreSettings() {
        #expect(Self.read(.fanBedThreshold, "35") == .wishes([.setFanBedThreshold(Celsius(35))]))
        #expect(
            Self.read(.heatBedThreshold, "90.0") == .wishes([.setHeatBedThreshold(Celsius(90))])
        )
        #expect(Self.read(.dryingTemperature, "48") == .wishes([.setDryingTarget(Celsius(48))]))
        #expect(Self.read(.dryingHours, "6") == .wishes([.setCustomDryingHours(6)]))
        #expect(Self.read(.dryingHours, "6.0") == .wishes([.setCustomDryingHours(6)]))
        #expect(Self.isRefused(Self.read(.dryingHours, "6.5")))
    }

    @Test(arguments: [
        "", "HEAT", "heat ", "nan", "inf", "-inf", "1e400", "-300", "1e9", "0x1p", "noun",
        "{}", "[55]", "press",
    ])
    func nonsenseIsRefusedByEveryCommand(_ text: String) {
        for command in HomeAssistantCommand.allCases {
            #expect(Self.isRefused(Self.read(command, text)), "\(command)")
        }
    }

    @Test func longOnesAndBytesThatAreNoTextAreRefused() {
        for command in HomeAssistantCommand.allCases {
            let long = [UInt8](repeating: UInt8(ascii: "1"), count: 65)
            #expect(Self.isRefused(command.read(long)))
            #expect(Self.isRefused(command.read([0xff, 0xfe])))
        }
    }
}
