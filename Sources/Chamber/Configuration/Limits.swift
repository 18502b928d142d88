package import SwitchCore

/// The board's limits of temperature and time; never above ``Ceilings``.
package struct Limits: Codable, Equatable, Sendable {
    /// The highest target that a wish can set.
    package var highestTarget = Celsius(60)
    /// The lowest target that a wish can set.
    package var lowestTarget = Celsius(0)
    /// Chamber temperature that latches `safety.over_temperature`.
    package var chamberTrip = Ceilings.chamberTrip
    /// Element temperature that latches `safety.over_temperature`.
    package var elementTrip = Ceilings.elementTrip
    /// Element temperature at which power is removed, without a latch.
    package var elementFoldback = Celsius(102)
    /// Element temperature at which power is allowed again.
    package var elementResume = Celsius(99)
    /// How long heat continues without a new request.
    package var session = Ceilings.session
    /// The longest drying run, in hours.
    package var dryingHours = Ceilings.dryingHours

    /// The defaults of a chamber board; the stock page's highest target is 60 °C.
    package init() {}

    /// The same limits, each at most at its ceiling, with the foldback at most at the trip and the
    /// resume temperature at most at the foldback.
    package var heldToCeilings: Limits {
        var held = self
        held.highestTarget = min(highestTarget, Ceilings.target)
        held.lowestTarget = min(lowestTarget, held.highestTarget)
        held.chamberTrip = min(chamberTrip, Ceilings.chamberTrip)
        held.elementTrip = min(elementTrip, Ceilings.elementTrip)
        held.elementFoldback = min(elementFoldback, Ceilings.elementFoldback, held.elementTrip)
        held.elementResume = min(elementResume, held.elementFoldback)
        held.session = min(session, Ceilings.session)
        held.dryingHours = min(max(dryingHours, 1), Ceilings.dryingHours)
        return held
    }
}
