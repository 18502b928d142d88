package import Chamber
import SwitchCore

extension DeviceEvent {
    /// A print's pause that has become a long one, while mode auto heats for it; `nil`: none has.
    ///
    /// - Parameters:
    ///   - before: what mode auto took from the report before.
    ///   - after: what it takes from the newest.
    ///   - snapshot: the controller, before that report has reached it.
    package init?(pauseFrom before: ChamberPlan, to after: ChamberPlan, _ snapshot: Snapshot) {
        guard before.pauseTarget == nil, let low = after.pauseTarget, snapshot.settings.isOn,
            snapshot.settings.mode == .auto, let setPoint = snapshot.setPoint, setPoint > low
        else { return nil }
        let what =
            low.degrees > 0
            ? "the chamber goes to \(low.degrees.fixed(0)) °C until it goes on"
            : "no heat until it goes on"
        self.init(.printer, isTrouble: false, "The print has been paused for long: \(what).")
    }
}
