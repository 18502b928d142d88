import SwitchCore

/// How an element's mass is made up.
package enum ElementForm: String, CaseIterable, Sendable {
    /// One lump.
    case lump
    /// A part of the mass (``PlantParameters/secondMassShare``) follows the rest with a lag.
    case twoMass = "two_mass"
    /// Hot stones behind a thermal resistance take the power; probe and air touch the fins.
    case stones
}

/// The heating element: fins that heat the air, and in some forms a second node.
struct HeatingElement: Sendable {
    /// The stones' share of the heat capacity, and how much hotter than the fins they are at rated
    /// power, in K (190 °C above fins of 60 °C).
    private static let stonesShare = 0.12
    private static let stonesRise = 130.0

    private let form: ElementForm
    private let power: ElementPower
    private let finsJoulePerKelvin: Double
    private let innerJoulePerKelvin: Double
    private let innerWattPerKelvin: Double
    /// Temperature of the fins, in °C: the probe touches them.
    private(set) var temperature: Double
    /// Temperature of the second node, in °C.
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

    /// The power that the element takes now, in W, when `rated` W are switched on.
    func power(of rated: Double) -> Double {
        rated == 0 ? 0 : rated * power.share(at: form == .stones ? inner : temperature)
    }

    /// Advances by `seconds`, with `watts` taken from the mains and `lost` W given to the air.
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
