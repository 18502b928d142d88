import SwitchCore

/// How an element's mass is made up.
package enum ElementForm: String, CaseIterable, Sendable {
    /// One lump.
    case lump
    /// A part of the mass (``PlantParameters/secondMassShare``) follows the rest late.
    case twoMass = "two_mass"
    /// Hot stones behind a thermal resistance: they take the power, the fins have the probe and the air.
    case stones
}

/// The heating element: fins that give to the air, and a second node in some forms.
struct HeatingElement: Sendable {
    /// The stones' share of the heat capacity, and how much hotter they are at rated power, in K
    /// (190 °C above fins of 60 °C).
    private static let stonesShare = 0.12
    private static let stonesRise = 130.0

    private let form: ElementForm
    private let power: ElementPower
    private let finsJoulePerKelvin: Double
    private let innerJoulePerKelvin: Double
    private let innerWattPerKelvin: Double
    /// Of the fins, in °C: what the probe touches.
    private(set) var temperature: Double
    /// Of the second node, in °C.
    private var inner: Double

    init(_ parameters: PlantParameters) {
        form = parameters.elementForm
        power = ElementPower(parameters)
        let whole = parameters.elementJoulePerKelvin
        temperature = parameters.room.degrees
        inner = temperature
        switch parameters.elementForm {
        case .lump:
            innerJoulePerKelvin = 0
            innerWattPerKelvin = 0
        case .twoMass:
            innerJoulePerKelvin = whole * parameters.secondMassShare
            innerWattPerKelvin = innerJoulePerKelvin / parameters.secondMassLagSeconds
        case .stones:
            innerJoulePerKelvin = whole * Self.stonesShare
            innerWattPerKelvin = parameters.heaterPowerWatts / Self.stonesRise
        }
        finsJoulePerKelvin = whole - innerJoulePerKelvin
    }

    /// The power in W that it takes now, of `rated`.
    func power(of rated: Double) -> Double {
        rated == 0 ? 0 : rated * power.share(at: form == .stones ? inner : temperature)
    }

    /// Lets `seconds` go by with `watts` taken and `lost` given to the air.
    mutating func step(watts: Double, lost: Double, seconds: Double) {
        switch form {
        case .lump:
            temperature += (watts - lost) * seconds / finsJoulePerKelvin
        case .twoMass:
            let inwards = innerWattPerKelvin * (temperature - inner)
            temperature += (watts - lost - inwards) * seconds / finsJoulePerKelvin
            inner += inwards * seconds / innerJoulePerKelvin
        case .stones:
            let outwards = innerWattPerKelvin * (inner - temperature)
            temperature += (outwards - lost) * seconds / finsJoulePerKelvin
            inner += (watts - outwards) * seconds / innerJoulePerKelvin
        }
    }
}
