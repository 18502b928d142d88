import Chamber
import Plant
import Schema

/// The keys for how heater, bed and faults differ from the nominal plant.
extension PlantSection {
    static let powerCurve = Field<PowerCurve>.word(
        "ptc_curve",
        PowerCurve.allCases.map { ($0.rawValue, $0) },
        standard: nominal.powerCurve.rawValue,
        meaning:
            "Whether its power is level up to ptc_full_below_c, or a hump that is highest when warm."
    )
    static let coldDraw = Field<Double>.number(
        "ptc_cold_draw",
        "times its power",
        1...5,
        standard: nominal.coldDraw,
        meaning: "What a cold element draws: at 25 °C, with a straight line down to 1 at 60 °C."
    )
    static let fade = Field<Double>.number(
        "ptc_fade_per_k",
        "of its power a kelvin",
        0...0.02,
        standard: nominal.fadePerKelvin,
        meaning: "What a warm element loses of its power with each kelvin above 25 °C."
    )
    static let elementForm = Field<ElementForm>.word(
        "element_form",
        ElementForm.allCases.map { ($0.rawValue, $0) },
        standard: nominal.elementForm.rawValue,
        meaning:
            "One lump; two masses, one of which follows late; or hot stones behind a resistance."
    )
    static let secondMassShare = Field<Double>.number(
        "second_mass_share",
        "of the element's heat capacity",
        0.01...0.99,
        standard: nominal.secondMassShare,
        meaning: "The part that follows late, of an element of two masses."
    )
    static let secondMassLag = Field<Double>.number(
        "second_mass_lag_s",
        "seconds",
        1...600,
        standard: nominal.secondMassLagSeconds,
        meaning: "How late that part follows."
    )
    static let bedPower = Field<Double>.number(
        "bed_power_w",
        "watts",
        0...2_000,
        standard: nominal.bedWatts,
        meaning: "What the printer's bed adds to the air when it is hot."
    )
    static let faults = Field<PlantFaults>(
        key: "faults",
        meaning: "Faults that are there from the start, in the calibration too.",
        allowed:
            "none, or faults with commas between them and a number after those that take one, as "
            + "in fan_weak 0.5, ssr_leaks 0.1",
        standard: (PlantFaults(), "none")
    ) { text in
        var faults = PlantFaults()
        do throws(FaultOrder.Refusal) {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let words = part.split(whereSeparator: \.isWhitespace).map(String.init)
                faults.carryOut(try FaultOrder(beginning: words))
            }
        } catch {
            return .wrong("has a mistake: \(error.message)")
        }
        return .value(faults)
    }

    static let elementFields: [any AnyField] = [
        powerCurve, coldDraw, fade, elementForm, secondMassShare, secondMassLag, bedPower, faults,
    ]

    static func readElement(_ reader: inout SchemaReader, into plant: inout PlantParameters) {
        reader.set(&plant.powerCurve, to: powerCurve, in: schema)
        reader.set(&plant.coldDraw, to: coldDraw, in: schema)
        reader.set(&plant.fadePerKelvin, to: fade, in: schema)
        reader.set(&plant.elementForm, to: elementForm, in: schema)
        reader.set(&plant.secondMassShare, to: secondMassShare, in: schema)
        reader.set(&plant.secondMassLagSeconds, to: secondMassLag, in: schema)
        reader.set(&plant.bedWatts, to: bedPower, in: schema)
        reader.set(&plant.faults, to: faults, in: schema)
    }
}
