import Chamber
import Surroundings
import SwitchCore
import Testing

/// The event of a pause that has become a long one.
@Suite struct LongPauseTests {
    private static func heating(to degrees: Double?) -> Snapshot {
        var snapshot = Snapshot()
        (snapshot.settings.isOn, snapshot.settings.mode) = (true, .auto)
        snapshot.setPoint = degrees.map { Celsius($0) }
        return snapshot
    }

    private static func plan(_ pause: Double?) -> ChamberPlan {
        var plan = ChamberPlan()
        plan.pauseTarget = pause.map { Celsius($0) }
        return plan
    }

    private static func words(
        from before: Double?,
        to after: Double?,
        _ snapshot: Snapshot
    ) -> String? {
        DeviceEvent(pauseFrom: plan(before), to: plan(after), snapshot)?.text
    }

    @Test func itIsToldOnceWithWhereTheChamberGoes() {
        let cooler = Self.words(from: nil, to: 40, Self.heating(to: 55))
        let what = "the chamber goes to 40 °C until it goes on"
        #expect(cooler == "The print has been paused for long: \(what).")
        let off = Self.words(from: nil, to: 0, Self.heating(to: 55))
        #expect(off == "The print has been paused for long: no heat until it goes on.")
        #expect(Self.words(from: 40, to: 40, Self.heating(to: 55)) == nil)
        #expect(Self.words(from: nil, to: nil, Self.heating(to: 55)) == nil)
    }

    @Test func whatChangesNothingIsNotTold() {
        #expect(Self.words(from: nil, to: 40, Self.heating(to: 40)) == nil)
        #expect(Self.words(from: nil, to: 40, Self.heating(to: nil)) == nil)
        var other = Self.heating(to: 55)
        other.settings.mode = .alwaysOn
        #expect(Self.words(from: nil, to: 40, other) == nil)
        other = Self.heating(to: 55)
        other.settings.isOn = false
        #expect(Self.words(from: nil, to: 40, other) == nil)
    }
}
