import Chamber
import Surroundings
import SwitchCore
import Testing

/// What a change of settings says.
@Suite struct SettingsChangeTests {
    private func words(_ change: (inout OperatingSettings) -> Void) -> String? {
        let old = OperatingSettings()
        var new = old
        change(&new)
        return SettingsChange(
            from: SettingsChange.Side(old, ProbeOffsets()),
            to: SettingsChange.Side(new, ProbeOffsets())
        ).words
    }

    @Test func itSaysFromWhatToWhat() {
        #expect(words { $0.target = Celsius(55) } == "target from 60.0 °C to 55.0 °C")
        let both = words { settings in
            settings.mode = .alwaysOn
            settings.customDryingLength = .minutes(390)
        }
        #expect(both == "mode from auto to always on, drying time from 12 h to 6 h 30 min")
    }

    @Test func powerIsNoSettingAndNothingHasNoWords() {
        #expect(words { $0.isOn = true } == nil)
    }

    @Test func aCorrectionIsTold() {
        let settings = OperatingSettings()
        var offsets = ProbeOffsets()
        offsets.chamber = TemperatureDelta(-0.5)
        let change = SettingsChange(
            from: SettingsChange.Side(settings, ProbeOffsets()),
            to: SettingsChange.Side(settings, offsets)
        )
        #expect(change.words == "correction of the chamber probe from 0.0 K to -0.5 K")
    }

    @Test func theNoteStandsBehindWhatHappened() {
        let event = Occurrence(
            at: .zero,
            kind: .controller(.settingsChanged),
            requester: Requester(.page),
            note: "target from 60.0 °C to 55.0 °C"
        )
        #expect(
            event.sentence
                == "Settings changed: target from 60.0 °C to 55.0 °C (asked for by the web page)"
        )
    }
}
