/// Kinds of heaters on which calibration and guards are tested.
///
/// These are assumptions that span what public pages say about PTC air heaters: 1.5–2.5 times the
/// current when cold, power that fades towards the switching temperature, stones far hotter than their
/// fins. No real heater was measured.
package enum HeaterKind: String, CaseIterable, Sendable {
    /// Constant power up to 110 °C.
    case constant = "const"
    /// Draws 1.3, 1.6 or 2 times its power when cold.
    case inrush13 = "inrush1.3"
    case inrush16 = "inrush1.6"
    case inrush20 = "inrush2.0"
    /// Loses 0.6 % of its rated power with each kelvin above 25 °C.
    case fading = "fade.6"
    /// 40 % of its mass follows with a lag of 12 s.
    case twoMass = "twomass"
    /// Power over temperature is a hump: ``PowerCurve/hump``.
    case strong
    /// Hot stones that draw 1.6 or 2.2 times their power when cold.
    case ceramic16 = "ceramic1.6"
    case ceramic22 = "ceramic2.2"

    /// Turns a plant's heater into this kind, with the same rated power and mass.
    package func apply(to plant: inout PlantParameters) {
        switch self {
        case .constant: break
        case .inrush13: plant.coldDraw = 1.3
        case .inrush16: plant.coldDraw = 1.6
        case .inrush20: plant.coldDraw = 2
        case .fading: plant.fadePerKelvin = 0.006
        case .twoMass: plant.elementForm = .twoMass
        case .strong: plant.powerCurve = .hump
        case .ceramic16: (plant.elementForm, plant.coldDraw) = (.stones, 1.6)
        case .ceramic22: (plant.elementForm, plant.coldDraw) = (.stones, 2.2)
        }
    }
}
