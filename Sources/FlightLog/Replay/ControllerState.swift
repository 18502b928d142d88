package import Chamber
import SwitchCore

/// A controller as a tree, and back.
package enum ControllerState {
    /// All that the controller knows.
    package static func node(of controller: Controller) -> StateNode {
        StateEncoder.node(of: controller) ?? .nothing
    }

    /// The old and new places of values that moved since earlier versions.
    private static let moves = [
        ("outputGuard", "rules.outputLost"),
        ("overTemperature", "rules.overTemperature"),
        ("probeFailure", "rules.probeFailure"),
        ("plantGuards.expected", "expected"),
        ("plantGuards.sensorFrozen", "rules.sensorFrozen"),
        ("plantGuards.probeMismatch", "rules.probeMismatch"),
        ("plantGuards.heatingFailed", "rules.heatingFailed"),
        ("plantGuards.excess", "rules.relayStuck.excess"),
        ("plantGuards.uncalledHeat", "rules.relayStuck.uncalled"),
        ("plantGuards.thermalRunaway", "rules.thermalRunaway"),
        ("plantGuards.progress.overrun", "rules.heaterOverrun.stall"),
        ("sessionLimit.began", "rules.heaterOverrun.sessionBegan"),
        ("plantGuards.progress.progress", "rules.noProgress.stall"),
        ("plantGuards.holdPower", "rules.holdPower"),
        ("clockGuard", "rules.clock"),
        ("lease.holder", "rules.leaseExpired.holder"),
        ("lease.term", "rules.leaseExpired.term"),
        ("lease.end", "rules.leaseExpired.end"),
        ("pandaAbsence.absentSince", "rules.leaseExpired.absentSince"),
    ]

    /// The controller in a tree.
    ///
    /// Values that the recorded controller did not have start as at a first start on the same
    /// board; their names go into `added`.
    package static func controller(
        in node: StateNode,
        added: inout [String]
    ) throws(StateDecoder.Misfit) -> Controller {
        guard let recorded = node["configuration"] else {
            throw StateDecoder.Misfit(what: "configuration is missing")
        }
        var lacking: [String] = []
        let plain = StateEncoder.node(of: plainConfiguration) ?? .nothing
        let whole = recorded.completed(by: plain, added: &lacking)
        let configuration = try StateDecoder.value(ControllerConfiguration.self, in: whole)
        let fresh = Self.node(of: Controller(configuration, at: .zero))
        let completed = node.moved(by: moves).completed(by: fresh, added: &added)
        return try StateDecoder.value(Controller.self, in: completed)
    }

    /// A configuration whose defaults fill what a recorded board lacks.
    private static var plainConfiguration: ControllerConfiguration {
        let divider = Divider(series: Ohms(literal: 33_000), thermistorSide: .low)
        return ControllerConfiguration(
            chamber: ProbeConfiguration(thermistor: .pandaBreath, divider: divider)
        )
    }
}
