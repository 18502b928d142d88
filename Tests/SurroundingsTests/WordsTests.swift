import Chamber
import Surroundings
import Testing

/// The words for the core's choices in files, tables and on the wire.
@Suite struct WordsTests {
    /// Every choice has a word of its own, comes back by it, and by nothing else.
    private func checkWords<Choice: Worded>(
        of type: Choice.Type,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let choices = Array(type.allCases)
        #expect(Set(choices.map(\.word)).count == choices.count, sourceLocation: location)
        for choice in choices {
            #expect(type.init(word: choice.word) == choice, sourceLocation: location)
            #expect(type.init(word: choice.word.uppercased()) == nil, sourceLocation: location)
            #expect(type.init(word: choice.word + " ") == nil, sourceLocation: location)
            let isPlain = choice.word.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            }
            #expect(isPlain, "\(choice.word)", sourceLocation: location)
        }
        #expect(type.init(word: "") == nil, sourceLocation: location)
    }

    @Test func everyChoiceComesBackByItsWord() {
        checkWords(of: FaultCode.self)
        checkWords(of: DeviceProfile.Language.self)
        checkWords(of: DeviceProfile.PrinterKind.self)
        checkWords(of: Snapshot.Activity.self)
        checkWords(of: OperatingMode.self)
        checkWords(of: DryingPreset.self)
        checkWords(of: OffReason.self)
        checkWords(of: ProbeName.self)
        checkWords(of: ProbeStatus.Condition.self)
        checkWords(of: Requester.Kind.self)
        checkWords(of: DeviceStatus.StationState.self)
        checkWords(of: DeviceStatus.Scan.self)
        checkWords(of: WishOutcome.Refusal.self)
        checkWords(of: CalibrationPhase.self)
        checkWords(of: CalibrationFailure.self)
        checkWords(of: ThermalModel.Origin.self)
        checkWords(of: ModelChange.Cause.self)
        checkWords(of: ModelRefusal.self)
        checkWords(of: SoakPhase.self)
    }

    /// Stored rows and other programs hold these: one that changes is a broken promise.
    @Test func publishedWordsStay() {
        #expect(OperatingMode.allCases.map(\.word) == ["auto", "always_on", "drying"])
        #expect(DryingPreset.allCases.map(\.word) == ["pla", "petg", "custom"])
        #expect(ProbeName.allCases.map(\.word) == ["chamber", "chamber_second", "element"])
        #expect(
            OffReason.allCases.map(\.word) == [
                "boot", "wish", "fault", "session_limit", "overrun", "lease_expired", "clock",
                "calibration_over", "heat_balance",
            ]
        )
        #expect(
            Snapshot.Activity.allCases.map(\.word) == [
                "off", "waiting", "ventilating", "heating", "holding", "cooling_down", "latched",
                "calibrating", "paused",
            ]
        )
        #expect(
            ProbeStatus.Condition.allCases.map(\.word) == [
                "absent", "waiting", "good", "short_circuit", "open_circuit", "unreadable",
                "implausible", "stale",
            ]
        )
        #expect(
            Requester.Kind.allCases.map(\.word) == [
                "controller", "store", "panda", "page", "api", "command_line", "button", "printer",
                "scenario", "home_assistant", "reefnet", "device_link",
                "dragonbreath",
            ]
        )
        #expect(
            WishOutcome.Refusal.allCases.map(\.word) == [
                "latched", "condition_persists", "nothing_latched", "out_of_range", "no_reading",
                "store_failed", "busy", "outputs_persist", "power_is_on", "not_at_rest", "stopping",
                "door_is_open", "bed_is_hot", "heat_is_on", "no_board", "board_unusable",
                "not_drying",
            ]
        )
    }

    /// The Panda Breath wire has these numbers.
    @Test func theWiresNumbersStay() {
        #expect(OperatingMode.allCases.map(\.rawValue) == [1, 2, 3])
        #expect(DryingPreset.allCases.map(\.rawValue) == [1, 2, 3])
        #expect(DeviceProfile.Language.allCases.map(\.rawValue) == ["en", "zh"])
        #expect(DeviceStatus.Scan.allCases.map(\.rawValue) == [0, 1, 2])
        #expect(DeviceStatus.StationState.allCases.map(\.rawValue) == [1, 2, 3, 4, 5])
    }

    @Test func everyFaultHasATitleAndARemedy() {
        for code in FaultCode.allCases {
            #expect(code.rule.title.count > 5 && !code.rule.title.hasSuffix("."))
            #expect(code.rule.remedy.count > 10 && code.rule.remedy.hasSuffix("."))
        }
        #expect(Set(FaultCode.allCases.map(\.rule.title)).count == FaultCode.allCases.count)
    }
}
