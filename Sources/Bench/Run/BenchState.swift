import Chamber
import Dialects
package import JSON

/// What the bench reads of a running heater: the part of its state (`docs/api.md`) that a run is judged by.
package struct BenchState: Equatable, Sendable {
    /// One probe's reading.
    package struct Probe: Equatable, Sendable {
        /// The published word of its condition: `good`, `open_circuit`, …
        package let condition: String
        /// In °C; `nil` unless the condition is good.
        package let degrees: Double?
    }

    /// Since the service's start, in s, by the controller's own steps.
    package let uptimeSeconds: Double
    /// The controller's steps since the service's start.
    package let step: Double
    let activity: Snapshot.Activity
    let isPowerOn: Bool
    /// The published word of the mode.
    package let mode: String
    /// In °C.
    package let target: Double
    /// What is held now, in °C.
    package let setPoint: Double?
    /// The board's limit for every target, in °C.
    package let highestTarget: Double
    let chamber: Probe
    let element: Probe
    /// From 0 to 1.
    package let duty: Double
    /// The mean of the last minute, from 0 to 1.
    package let deliveredDuty: Double
    let isHeaterOn: Bool
    let isFanOn: Bool
    /// The latched fault; `nil`: none.
    package let latch: Latch?
    /// Who renews the heat's lease; `nil`: the heat depends on none.
    package let leaseHolder: String?
    /// How well the heater is known: `calibrated`, `not_calibrated`, …
    package let modelState: String
    /// The service's identity.
    package let identity: String

    /// A latched fault.
    package struct Latch: Equatable, Sendable {
        let number: Int
        let code: FaultCode
    }

    /// `nil` where the object lacks what a bench needs.
    package init?(_ state: JSONObject) {
        guard let uptime = state["uptime_s"]?.number, let step = state["step"]?.number,
            let activity = state["activity"]?.string.flatMap({ Snapshot.Activity(word: $0) }),
            let isPowerOn = state["power"]?.bool, let mode = state["mode"]?.string,
            let target = state["target_c"]?.number,
            let highest = state["highest_target_c"]?.number,
            let duty = state["duty"]?.number, let isHeaterOn = state["heater_on"]?.bool,
            let isFanOn = state["fan_on"]?.bool
        else { return nil }
        (uptimeSeconds, self.step, self.activity) = (uptime, step, activity)
        (self.isPowerOn, self.mode, self.target) = (isPowerOn, mode, target)
        (highestTarget, self.duty) = (highest, duty)
        (self.isHeaterOn, self.isFanOn) = (isHeaterOn, isFanOn)
        setPoint = state["set_point_c"]?.number
        deliveredDuty = state["delivered_duty"]?.number ?? duty
        chamber = Probe(state["chamber"]?.object)
        element = Probe(state["element"]?.object)
        latch = state["latch"]?.object.flatMap { Latch($0) }
        leaseHolder = state["lease"]?.object?["requester"]?.string
        modelState = state["model"]?.object?["state"]?.string ?? "unknown"
        identity = state["device"]?.object?["id"]?.string ?? ""
    }
}

extension BenchState.Probe {
    fileprivate init(_ probe: JSONObject?) {
        condition = probe?["condition"]?.string ?? "absent"
        degrees = probe?["temperature_c"]?.number
    }

    /// The board has this probe.
    package var isFitted: Bool { condition != "absent" }
}

extension BenchState.Latch {
    fileprivate init?(_ latch: JSONObject) {
        guard let number = latch["number"]?.wholeNumber,
            let word = latch["code"]?.string,
            let code = FaultCode.byNumber.first(where: { $0.word == word })
        else { return nil }
        (self.number, self.code) = (number, code)
    }
}
