import SwitchCore

/// How each probe is doing at one moment, and what that means for control.
struct ProbeReadings: Codable {
    let chamber: ProbeStatus
    let chamberSecond: ProbeStatus
    let element: ProbeStatus

    /// The air's temperature for regulation, in °C: the mean where there are two probes. `nil` until
    /// every probe that the board has for it reads well.
    var air: Double? {
        guard let first = chamber.temperature?.degrees else { return nil }
        guard chamberSecond.condition != .absent else { return first }
        return chamberSecond.temperature.map { (first + $0.degrees) / 2 }
    }

    /// How far the two chamber probes are apart, in K; `nil` unless there are two and both read well.
    var chamberDifference: Double? {
        guard let first = chamber.temperature?.degrees,
            let second = chamberSecond.temperature?.degrees
        else { return nil }
        return abs(first - second)
    }

    /// The element above the air, in K; `nil` without both.
    var excess: Double? {
        guard let element = element.temperature?.degrees, let air else { return nil }
        return element - air
    }

    /// Every probe that the board has reads well.
    var isComplete: Bool {
        air != nil && (element.condition == .absent || element.condition == .good)
    }

    /// A probe that the board has reads wrong.
    var isFaulty: Bool {
        chamber.isFaulty || chamberSecond.isFaulty || element.isFaulty
    }

    /// The air's temperature that limits go by, in °C: the hotter probe's.
    var hottestAir: Double? {
        let hottest = max(
            chamber.temperature?.degrees ?? -.infinity,
            chamberSecond.temperature?.degrees ?? -.infinity
        )
        return hottest > -.infinity ? hottest : nil
    }

    /// The highest temperature that any probe reads, in °C.
    var hottest: Double? {
        guard let element = element.temperature?.degrees else { return hottestAir }
        return max(hottestAir ?? element, element)
    }
}
