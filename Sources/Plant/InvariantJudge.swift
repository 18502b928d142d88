package import Chamber
import SwitchCore

/// Judges after every step what must hold whatever happens: the invariants of `docs/safety.md`.
///
/// A step that allocates, and one that replays otherwise, are for others to see: the one is counted in
/// `InvariantTests`, the other by a caller that runs the same inputs twice.
package struct InvariantJudge: Sendable {
    /// A probe's filter lags a little behind what the blower is judged by, in K.
    private static let releaseMarginKelvin = 0.5

    private let limits: Limits
    private let isFanFitted: Bool
    private let release: Double
    private var delivery: DeliveryWatch
    private var wasLatched = false
    private var isClearAsked = false
    private var mustRunOn = false
    /// When a scenario asks for the latch to be cleared.
    private var clearings: ArraySlice<Duration>

    /// A judge of what a controller of this configuration does in `scenario`, or in a life that tells
    /// it of each clearing.
    package init(_ configuration: ControllerConfiguration, _ scenario: Scenario? = nil) {
        let entries = scenario?.entries.filter { $0.action == .wish([.clearLatch]) } ?? []
        clearings = entries.map(\.at)[...]
        limits = configuration.limits.heldToCeilings
        isFanFitted = configuration.isFanFitted
        release = configuration.fanReleaseTemperature.degrees
        delivery = DeliveryWatch(configuration.modulation)
    }

    /// Somebody asks for the latch to be cleared, in this step or a later one.
    package mutating func noteClearing() { isClearAsked = true }

    /// Judges one step; returns the first thing that is wrong.
    package mutating func judge(_ moment: ScenarioRunner.Moment) -> String? {
        while let clearing = clearings.first, clearing <= moment.elapsed {
            isClearAsked = true
            clearings.removeFirst()
        }
        let (snapshot, duty) = (moment.snapshot, moment.command.heater)
        let report = moment.report
        defer {
            wasLatched = snapshot.latch != nil
            for event in moment.events {
                if case .latched = event.kind { isClearAsked = false }
            }
        }
        if let problem = judgeHeat(snapshot, duty) { return problem }
        if let problem = judgeRanges(snapshot, duty) { return problem }
        if wasLatched, snapshot.latch == nil, !isClearAsked { return "the latch cleared by itself" }
        let isUncontrolled = snapshot.latch?.code.rule.opensSecondRelay ?? false
        if isUncontrolled, moment.command.isSecondRelayClosed {
            return "the second relay is closed on heat that nobody controls"
        }
        if let problem = judgeFan(snapshot, report, moment.command) { return problem }
        return delivery.judge(duty, isOn: report.isHeaterOn)
    }

    /// 1: nothing heats latched, unarmed, beyond its lease or by what cannot be read.
    private func judgeHeat(_ snapshot: Snapshot, _ duty: Duty) -> String? {
        if snapshot.settings.isOn, snapshot.latch != nil { return "power on while latched" }
        guard duty > .off else { return nil }
        if snapshot.latch != nil { return "heat while latched" }
        if !snapshot.settings.isOn { return "heat while the power is off" }
        if snapshot.chamber.condition != .good { return "heat by a bad chamber probe" }
        if snapshot.element.isFaulty { return "heat by a bad element probe" }
        if snapshot.setPoint == nil, snapshot.calibration?.phase != .heating {
            return "heat without a set point"
        }
        if !snapshot.contacts.open.isEmpty { return "heat with an open contact" }
        if let lease = snapshot.lease, lease.remaining <= .zero { return "heat beyond the lease" }
        return nil
    }

    /// 2: no target above the ceiling, no duty outside 0…1.
    private func judgeRanges(_ snapshot: Snapshot, _ duty: Duty) -> String? {
        if snapshot.settings.target > limits.highestTarget { return "target above the limit" }
        if let setPoint = snapshot.setPoint, setPoint > limits.highestTarget {
            return "set point above the limit"
        }
        if !(0...1).contains(duty.fraction) { return "duty outside 0…1" }
        if !(1...limits.dryingHours).contains(snapshot.settings.customDryingHours) {
            return "drying hours out of range"
        }
        if snapshot.drying.remaining > .hours(limits.dryingHours) { return "drying run too long" }
        return nil
    }

    /// 7: no heat without air, and air until all has cooled.
    private mutating func judgeFan(
        _ snapshot: Snapshot,
        _ report: SwitchReport,
        _ command: SwitchCommand
    ) -> String? {
        guard isFanFitted else { return nil }
        if report.isHeaterOn {
            mustRunOn = true
            return report.isFanOn ? nil : "heater on without the blower"
        }
        guard mustRunOn, let air = snapshot.chamber.temperature?.degrees else { return nil }
        if snapshot.element.isFaulty { return nil }
        let hottest = max(air, snapshot.element.temperature?.degrees ?? air)
        if hottest < release {
            mustRunOn = false
            return nil
        }
        // The line follows a step later.
        guard hottest > release + Self.releaseMarginKelvin, !command.isFanOn else { return nil }
        return "the blower stopped at \(hottest.fixed(1)) °C"
    }
}
