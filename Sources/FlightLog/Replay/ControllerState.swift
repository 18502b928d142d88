package import Chamber
import SwitchCore

/// A controller as a tree, and back.
package enum ControllerState {
    /// All that the controller knows.
    package static func node(of controller: Controller) -> StateNode {
        StateEncoder.node(of: controller) ?? .nothing
    }

    /// The controller in a tree.
    ///
    /// What this program's controller knows and the recorded one did not starts as at a first start on
    /// the same board; the names of it go into `added`.
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
        let completed = node.completed(by: fresh, added: &added)
        return try StateDecoder.value(Controller.self, in: completed)
    }

    /// Any board's: what a newer version has to know of a board has its default here.
    private static var plainConfiguration: ControllerConfiguration {
        let divider = Divider(series: Ohms(literal: 33_000), thermistorSide: .low)
        return ControllerConfiguration(
            chamber: ProbeConfiguration(thermistor: .pandaBreath, divider: divider)
        )
    }
}
