import SwitchCore

/// The state of each probe at one moment, and its meaning for control.
typealias ProbeReadings = EachProbe<ProbeStatus>

extension EachProbe<ProbeStatus> {
    /// The air temperature for regulation, in °C: the mean of two probes where there are two. `nil`
    /// until every air probe of the board is good.
    var air: Double? {
        guard let first = chamber.temperature?.degrees else { return nil }
        guard chamberSecond.condition != .absent else { return first }
        return chamberSecond.temperature.map { (first + $0.degrees) / 2 }
    }

    /// The difference of the two chamber probes, in K; `nil` unless there are two and both are good.
    var chamberDifference: Double? {
        guard let first = chamber.temperature?.degrees,
            let second = chamberSecond.temperature?.degrees
        else { return nil }
        return abs(first - second)
    }

    /// How far the element is above the air, in K; `nil` without both.
    var excess: Double? {
        guard let element = element.temperature?.degrees, let air else { return nil }
        return element - air
    }

    /// Whether every probe of the board is good.
    var isComplete: Bool {
        air != nil && (element.condition == .absent || element.condition == .good)
    }

    /// Whether a probe of the board is faulty.
    var isFaulty: Bool {
        chamber.isFaulty || chamberSecond.isFaulty || element.isFaulty
    }

    /// The air temperature for limits, in °C: the hotter probe's.
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
