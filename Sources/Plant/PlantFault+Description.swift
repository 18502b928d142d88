extension PlantFault {
    /// A defect's name, meaning and size, for files, commands and documents.
    package struct Description: Sendable {
        /// The name in scenario files and commands.
        package let name: String
        /// A sentence for people.
        package let meaning: String
        /// How large the defect can be; `nil` where it is only present or absent.
        package let amount: Amount?

        fileprivate init(_ name: String, _ meaning: String, _ amount: Amount? = nil) {
            self.name = name
            self.meaning = meaning
            self.amount = amount
        }
    }

    /// The defect's name, sentence and size.
    package var description: Description {
        switch self {
        case .heaterOpen, .heaterWeak, .relayWelded, .relayHalfWave, .relayLeaks,
            .relayWeldsAtTimes:
            ofHeater
        case .fanStopped, .fanWeak, .fanStalls, .fanNoStart, .fanSlow, .tachometerSilent:
            ofBlower
        case .chamberOpen, .chamberShort, .chamberFrozen, .chamberSlow, .chamberJump, .chamberWild,
            .chamberOutOfPlace, .chamberResistance, .chamberDrift:
            ofChamberProbe
        case .elementOpen, .elementShort, .elementFrozen, .elementSlow, .elementTouching,
            .elementResistance, .elementDrift:
            ofElementProbe
        case .converterGone, .converterHung, .supplyVoltage, .mainsVoltage, .bedHeat, .sun:
            ofSurroundings
        }
    }

    private var ofHeater: Description {
        switch self {
        case .heaterOpen:
            Description("heater_open", "The element, its cut-out or its cable is interrupted.")
        case .heaterWeak:
            Description(
                "heater_weak",
                "The element is worn and gives a part of its power.",
                .share("of the power that is left", standard: 0.7)
            )
        case .relayWelded:
            Description("ssr_welded", "The relay conducts whatever its input says.")
        case .relayHalfWave:
            Description(
                "ssr_half_wave",
                "The relay always passes every second half-wave: off it gives half the power."
            )
        case .relayLeaks:
            Description(
                "ssr_leaks",
                "The relay passes a part of the power when it is off.",
                .share("of the power that passes", standard: 0.25)
            )
        case _:
            Description(
                "ssr_welds_at_times",
                "The relay sticks for a part of every 40 s.",
                .share("of the time that it sticks", standard: 0.25)
            )
        }
    }

    private var ofBlower: Description {
        switch self {
        case .fanStopped:
            Description("fan_stopped", "The blower stands still.")
        case .fanWeak:
            Description(
                "fan_weak",
                "The blower moves less air: dust in its filter.",
                .share("of the airflow that is left", standard: 0.75)
            )
        case .fanStalls:
            Description(
                "fan_stalls",
                "The blower stands still for a part of every minute.",
                .share("of the time that it stands", standard: 0.5)
            )
        case .fanNoStart:
            Description(
                "fan_no_start",
                "A blower that stands does not start; one that runs goes on."
            )
        case .fanSlow:
            Description(
                "fan_slow",
                "The blower turns more slowly, and moves less air: a worn bearing, a low supply.",
                .share("of its speed that is left", standard: 0.4)
            )
        case _:
            Description(
                "tachometer_silent",
                "The blower's tachometer gives no pulses: a broken wire."
            )
        }
    }

    private var ofChamberProbe: Description {
        switch self {
        case .chamberOpen:
            Description("chamber_open", "The chamber's probe is broken off.")
        case .chamberShort:
            Description("chamber_short", "The chamber's probe is short-circuited.")
        case .chamberFrozen:
            Description("chamber_frozen", "The chamber probe's code no longer changes.")
        case .chamberSlow:
            Description(
                "chamber_slow",
                "The chamber's probe follows more slowly: it has slipped into something.",
                .times("its time constant", standard: 3)
            )
        case .chamberJump:
            Description(
                "chamber_jump",
                "The chamber's probe reads wrong from one sample to the next: a bad contact.",
                .kelvins(standard: -25)
            )
        case .chamberWild:
            Description(
                "chamber_wild",
                "One single sample of the chamber's probe is at the rail; it goes on its own."
            )
        case .chamberOutOfPlace:
            Description(
                "chamber_out_of_place",
                "The chamber's probe hangs between the chamber's air and the room's.",
                .share("of the chamber's air that it sees", standard: 0.5)
            )
        case .chamberResistance:
            Description(
                "chamber_resistance",
                "A corroded plug adds resistance to the chamber's probe, which then reads too low.",
                .ohms(standard: 10_000)
            )
        case _:
            Description(
                "chamber_drift",
                "The chamber's probe reads wrong by more and more.",
                .kelvinsPerMinute(standard: -0.1)
            )
        }
    }

    private var ofElementProbe: Description {
        switch self {
        case .elementOpen:
            Description("element_open", "The element's probe is broken off.")
        case .elementShort:
            Description("element_short", "The element's probe is short-circuited.")
        case .elementFrozen:
            Description("element_frozen", "The element probe's code no longer changes.")
        case .elementSlow:
            Description(
                "element_slow",
                "The element's probe follows more slowly.",
                .times("its time constant", standard: 15)
            )
        case .elementTouching:
            Description(
                "element_touching",
                "The element's probe touches badly and reads between element and air.",
                .share("of the element that it sees", standard: 0.5)
            )
        case .elementResistance:
            Description(
                "element_resistance",
                "A corroded plug adds resistance to the element's probe, which then reads too low.",
                .ohms(standard: 10_000)
            )
        case _:
            Description(
                "element_drift",
                "The element's probe reads wrong by more and more.",
                .kelvinsPerMinute(standard: -0.1)
            )
        }
    }

    private var ofSurroundings: Description {
        switch self {
        case .converterGone:
            Description("adc_gone", "The converter no longer answers.")
        case .converterHung:
            Description(
                "adc_hang",
                "The bus hangs in a read: no sample comes any more, not even a failed one."
            )
        case .supplyVoltage:
            Description(
                "supply_voltage",
                "The dividers' supply is off; it shows where no input measures it.",
                Amount(meaning: "share of the right voltage", range: 0.5...1.5, standard: 0.95)
            )
        case .mainsVoltage:
            Description(
                "mains_voltage",
                "The mains voltage is off; the element's power follows its square.",
                Amount(meaning: "share of the right voltage", range: 0.3...2, standard: 0.9)
            )
        case .bedHeat:
            Description(
                "bed_heat",
                "The bed heats the air, and no printer tells.",
                Amount(meaning: "W", range: 0...1_000, standard: 80)
            )
        case _:
            Description(
                "sun",
                "The sun shines on walls and contents.",
                Amount(meaning: "W", range: 0...1_000, standard: 80)
            )
        }
    }
}

extension PlantFault.Amount {
    fileprivate static func share(_ meaning: String, standard: Double) -> Self {
        Self(meaning: "share " + meaning, range: 0...1, standard: standard)
    }

    fileprivate static func times(_ meaning: String, standard: Double) -> Self {
        Self(meaning: "times " + meaning, range: 0.1...100, standard: standard)
    }

    fileprivate static func kelvins(standard: Double) -> Self {
        Self(meaning: "K", range: -100...100, standard: standard)
    }

    fileprivate static func kelvinsPerMinute(standard: Double) -> Self {
        Self(meaning: "K a minute", range: -60...60, standard: standard)
    }

    /// The upper limit reads as a broken probe.
    fileprivate static func ohms(standard: Double) -> Self {
        Self(meaning: "Ω", range: 0...1e7, standard: standard)
    }
}
