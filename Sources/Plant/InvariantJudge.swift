package import Chamber
import SwitchCore

/// Judges after every step the invariants of `docs/safety.md`, which hold in every situation.
///
/// Two invariants cannot be seen here: `InvariantTests` counts allocations in a step, and a caller that
/// runs the same inputs twice compares the replay.
package struct InvariantJudge: Sendable {
    /// How far a probe's filtered reading may differ from the reading that the blower follows, in K.
    private static let releaseMarginKelvin = 0.5

    private let limits: Limits
    private let isFanFitted: Bool
    private let release: Double
    private var delivery: DeliveryWatch
    private var wasLatched = false
    private var isClearAsked = false
    private var mustRunOn = false

    /// A judge of a controller with this configuration; what a scenario does not clear, the caller reports
    /// with ``recordClearing()``.
    package init(_ configuration: ControllerConfiguration) {
        limits = configuration.limits.heldToCeilings
        isFanFitted = configuration.isFanFitted
        release = configuration.fanReleaseTemperature.degrees
        delivery = DeliveryWatch(configuration.modulation)
    }

    /// Records that a client asks for the latch to be cleared, in this step or a later one.
    package mutating func recordClearing() { isClearAsked = true }

    /// Judges one step; returns the first violation.
    package mutating func judge(_ moment: ScenarioRunner.Moment) -> String? {
        if moment.begun.contains(where: { $0.action == .wish([.clearLatch]) }) {
            isClearAsked = true
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

    /// Invariant 1: no heat while latched, off, past the lease or with an unreadable probe.
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

    /// Invariant 2: no target above the ceiling, no duty outside 0…1.
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

    /// Invariant 7: no heat without airflow, and airflow until the heater has cooled.
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
        // The blower's line follows the command one step later.
        guard hottest > release + Self.releaseMarginKelvin, !command.isFanOn else { return nil }
        return "the blower stopped at \(hottest.fixed(1)) °C"
    }
}
