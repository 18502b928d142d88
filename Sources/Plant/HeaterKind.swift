/// Kinds of heaters that a calibration and the guards are tried on.
///
/// Assumptions that span what public pages say of PTC air heaters (1.5–2.5 times the current when cold,
/// power that fades towards the switching temperature, stones far hotter than their fins): no real one was
/// measured.
package enum HeaterKind: String, CaseIterable, Sendable {
    /// Constant power up to 110 °C.
    case constant = "const"
    /// Draws 1.3, 1.6 or 2 times its power when cold.
    case inrush13 = "inrush1.3"
    case inrush16 = "inrush1.6"
    case inrush20 = "inrush2.0"
    /// Loses 0.6 % of its power with each kelvin.
    case fading = "fade.6"
    /// 40 % of its mass follow by 12 s.
    case twoMass = "twomass"
    /// A hump: ``PowerCurve/hump``.
    case strong
    /// Hot stones that draw 1.6 or 2.2 times their power when cold.
    case ceramic16 = "ceramic1.6"
    case ceramic22 = "ceramic2.2"

    /// Makes a plant's heater one of this kind, of the same power and mass.
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
