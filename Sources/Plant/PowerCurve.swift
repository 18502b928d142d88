import Chamber
import SwitchCore

/// The share of its rated power that an element takes at its temperature.
///
/// Real PTC air heaters draw more when cold and less when warm. No maker publishes the curve of a
/// 100–400 W unit, so these curves span what public pages say.
package enum PowerCurve: String, CaseIterable, Sendable {
    /// Full power up to ``PlantParameters/ptcFullBelow``, then a straight line down.
    case flat
    /// A hump: 0.96 at 25 °C, 0.83 at 80 °C, 0.55 at 95 °C, 0.36 at 105 °C.
    case hump
}

/// A power curve with its numbers, ready for every step.
struct ElementPower: Sendable {
    /// The full ``PlantParameters/coldDraw`` applies at 25 °C and below, none of it from 60 °C on.
    private static let cold = 25.0
    private static let warm = 60.0
    /// The stones' temperature at rated power, with the fins at 60 °C.
    private static let stonesRated = 190.0
    /// The stones' resistance rises steeply (e-fold per 12 K); below that it falls slowly, per K.
    private static let stonesSteepness = 12.0
    private static let stonesFall = 0.002

    private let curve: PowerCurve
    private let full: Double
    private let zero: Double
    private let coldDraw: Double
    private let fade: Double
    private let isPlain: Bool
    private let areStones: Bool
    /// Where the steep rise begins, chosen so that stones at 190 °C take the rated power.
    private let stonesEdge: Double

    init(_ parameters: PlantParameters) {
        curve = parameters.powerCurve
        full = parameters.ptcFullBelow.degrees
        zero = parameters.ptcZeroAbove.degrees
        coldDraw = parameters.coldDraw
        fade = parameters.fadePerKelvin
        areStones = parameters.elementForm == .stones
        isPlain = coldDraw == 1 && fade == 0 && curve == .flat && !areStones
        let falling = Elementary.exponential(
            -Self.stonesFall * (Self.stonesRated - Self.cold)
        )
        let rest = max(coldDraw - falling, 0.01)
        stonesEdge =
            Self.stonesRated - Self.stonesSteepness * Elementary.naturalLogarithm(rest)
    }

    /// The share of the rated power at `degrees` °C, the temperature of the element or of its stones.
    func share(at degrees: Double) -> Double {
        if isPlain { return limited(degrees) }
        if areStones { return ofStones(degrees) }
        let draw =
            degrees < Self.warm
            ? 1 + (coldDraw - 1) * (Self.warm - max(degrees, Self.cold)) / (Self.warm - Self.cold)
            : 1
        let faded = max(0, 1 - fade * (degrees - Self.cold))
        return draw * faded * (curve == .hump ? Self.hump(degrees) : limited(degrees))
    }

    private func limited(_ degrees: Double) -> Double {
        guard degrees > full else { return 1 }
        return max(0, (zero - degrees) / (zero - full))
    }

    private static func hump(_ degrees: Double) -> Double {
        0.966
            / (Elementary.exponential(-0.004 * (degrees - 25))
                + Elementary.exponential((degrees - 95) / 15))
    }

    private func ofStones(_ degrees: Double) -> Double {
        coldDraw
            / (Elementary.exponential(-Self.stonesFall * (degrees - Self.cold))
                + Elementary.exponential((degrees - stonesEdge) / Self.stonesSteepness))
    }
}
