package import Chamber
package import SwitchCore

/// The stock firmware of the Panda Breath, as its users and the sources of `docs/protocol.md` describe
/// it: bang-bang on whole degrees without hysteresis. It stops for good at 105 °C of the element, or at
/// a single unreadable sample. No rule judges whether the heat has any effect.
package struct StockController: Contender {
    private static let elementCut = 105.0

    package private(set) var stops: [Stop] = []
    private var target: Int?
    private var isHeating = false

    package init() {}

    package mutating func heat(to target: Celsius) { self.target = Int(target.degrees.rounded()) }

    package mutating func turnOff() { target = nil }

    package mutating func setBed(isHot: Bool) {}

    package mutating func beat(_ reading: Reading, at now: Instant) {
        isHeating = false
        guard stops.isEmpty,
            let chamber = PeerReading.chamber(reading), let element = PeerReading.element(reading)
        else { return }
        guard let air = chamber.degrees, let hot = element.degrees else {
            stops.append(Stop(code: "ntc", isLatched: true, at: now))
            return
        }
        if hot >= Self.elementCut {
            stops.append(Stop(code: "ptc 105 °C", isLatched: true, at: now))
            return
        }
        if let target { isHeating = Int(air.rounded(.down)) < target }
    }

    package mutating func lines(at now: Instant) -> SwitchLogic.Lines {
        var lines = SwitchLogic.Lines()
        lines.isHeaterOn = isHeating
        // A stop ends the fan too; in normal control the fan runs on.
        lines.isFanOn = target != nil && stops.isEmpty
        return lines
    }
}
