package import Plant
import SwitchCore

/// One look at a heater, real or simulated: what a scenario is judged by, and what the curves show.
package struct BenchSample: Sendable {
    var seen: Scenario.Observation
    /// In °C.
    package var setPoint: Double?
    /// The mean of the last minute, from 0 to 1.
    package var duty: Double
    /// The heater gives heat by the witness; `nil`: there is no witness, or it did not answer.
    package var witness: Bool?

    package init(
        _ seen: Scenario.Observation,
        setPoint: Double?,
        duty: Double,
        witness: Bool? = nil
    ) {
        self.seen = seen
        self.setPoint = setPoint
        self.duty = duty
        self.witness = witness
    }
}
