import Client
package import JSON
import Surroundings

/// What is left of the set-up, where a daemon answers: none of it fails.
package enum LeftCheck {
    /// One finding for each step; the calibration has one of its own.
    static func findings(_ daemon: RunningDaemon) -> [Finding] {
        guard case .answered(let state) = daemon else { return [] }
        return findings(state)
    }

    /// The findings for the daemon's answer to `GET /api/v1/state`.
    package static func findings(_ state: JSONObject) -> [Finding] {
        guard case .array(let steps) = state["device"]?.object?["setup_left"] else { return [] }
        let left = steps.compactMap { $0.string.flatMap(SetupStep.init(rawValue:)) }
        return left.filter { $0 != .calibration }.map { .ok("left", $0.sentence) } + offer(state)
    }

    /// A new version in apt's lists.
    private static func offer(_ state: JSONObject) -> [Finding] {
        guard let version = state.device("update")?["offered"]?.string else { return [] }
        return [.ok("version", "\(version) can be installed: sudo apt install hearth")]
    }
}
