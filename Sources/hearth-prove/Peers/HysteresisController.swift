package import Chamber
package import SwitchCore

/// An open replacement firmware for the same device, by its published rules: on at 1 °C below the
/// target, off at the target; the element is held between 102 °C (off) and 99 °C (on again). 85 °C of
/// the air, 105 °C of the element, and a probe at its rail for one second latch. No rule judges whether
/// the heat has any effect.
package struct HysteresisController: Contender {
    private static let bandKelvin = 1.0
    private static let foldback = 102.0
    private static let resume = 99.0
    private static let chamberTrip = 85.0
    private static let elementTrip = 105.0
    private static let patience = Duration.seconds(1)

    package private(set) var stops: [Stop] = []
    private var target: Double?
    private var isCalling = false
    private var isFoldedBack = false
    private var goodAt: Instant?

    package init() {}

    package mutating func heat(to target: Celsius) { self.target = target.degrees }

    package mutating func turnOff() {
        target = nil
        isCalling = false
    }

    package mutating func setBed(isHot: Bool) {}

    package mutating func beat(_ reading: Reading, at now: Instant) {
        guard stops.isEmpty else { return }
        guard let air = PeerReading.chamber(reading)?.degrees,
            let hot = PeerReading.element(reading)?.degrees
        else {
            if now.duration(since: goodAt ?? now) >= Self.patience { stop("sensor", at: now) }
            goodAt = goodAt ?? now
            return
        }
        goodAt = now
        if air >= Self.chamberTrip || hot >= Self.elementTrip { return stop("limit", at: now) }
        if hot >= Self.foldback { isFoldedBack = true }
        if hot <= Self.resume { isFoldedBack = false }
        guard let target else { return }
        if air < target - Self.bandKelvin { isCalling = true }
        if air >= target { isCalling = false }
    }

    private mutating func stop(_ code: String, at now: Instant) {
        stops.append(Stop(code: code, isLatched: true, at: now))
    }

    package mutating func lines(at now: Instant) -> SwitchLogic.Lines {
        var lines = SwitchLogic.Lines()
        lines.isHeaterOn = isCalling && !isFoldedBack && stops.isEmpty
        lines.isFanOn = target != nil
        return lines
    }
}
