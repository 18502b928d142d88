package import Chamber
package import SwitchCore

/// The stock firmware of the Panda Breath, as its behaviour is described by its users and in
/// `docs/protocol.md`'s sources: bang-bang on whole degrees without hysteresis, off at 105 °C of the
/// element, off for good at a single sample that cannot be read; no rule on what the heat achieves.
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
        // It stops its fan with its heater; while it regulates, the fan goes on.
        lines.isFanOn = target != nil && stops.isEmpty
        return lines
    }
}
