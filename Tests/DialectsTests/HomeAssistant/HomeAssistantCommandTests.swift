import Chamber
import Dialects
import SwitchCore
import Testing

@Suite struct HomeAssistantCommandTests {
    private static func read(
        _ command: HomeAssistantCommand,
        _ text: String,
        _ change: (inout Snapshot) -> Void = { _ in }
    ) -> CommandReading {
        var snapshot = Snapshot()
        change(&snapshot)
        return command.read(Array(text.utf8), snapshot)
    }

    private static func isRefused(_ reading: CommandReading) -> Bool {
        if case .refused(let reason) = reading { return !reason.isEmpty }
        return false
    }

    @Test func modesAreWholeWishes() {
        #expect(Self.read(.mode, "off") == .wishes([.setPower(false)]))
        #expect(
            Self.read(.mode, "heat") { $0.settings.target = Celsius(48) }
                == .wishes([.heat(to: Celsius(48))])
        )
        #expect(Self.read(.mode, "auto") == .wishes([.setMode(.auto), .setPower(true)]))
        #expect(
            Self.read(.mode, "dry") { $0.settings.dryingPreset = .petg }
                == .wishes([.dryPreset(.petg)])
        )
    }

    @Test func aTemperatureIsTheTargetOrTheCustomDryingTarget() {
        #expect(Self.read(.temperature, "55.5") == .wishes([.setTarget(Celsius(55.5))]))
        let drying: (inout Snapshot) -> Void = { snapshot in
            snapshot.settings.isOn = true
            snapshot.settings.mode = .drying
        }
        #expect(
            Self.read(.temperature, "50", drying) == .wishes([.setCustomDryingTarget(Celsius(50))])
        )
        #expect(
            Self.isRefused(
                Self.read(.temperature, "50") { snapshot in
                    drying(&snapshot)
                    snapshot.settings.dryingPreset = .pla
                }
            )
        )
    }

    @Test func presetsAndButtons() {
        #expect(Self.read(.preset, "pla") == .wishes([.selectDryingPreset(.pla)]))
        #expect(Self.read(.clearFault, "PRESS") == .wishes([.clearLatch]))
        #expect(Self.read(.calibrate, "PRESS") == .wishes([.calibrate]))
    }

    @Test(arguments: [
        "", "HEAT", "heat ", "nan", "inf", "-inf", "1e400", "-300", "1e9", "0x1p", "none", "None",
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
            #expect(Self.isRefused(command.read(long, Snapshot())))
            #expect(Self.isRefused(command.read([0xff, 0xfe], Snapshot())))
        }
    }
}
