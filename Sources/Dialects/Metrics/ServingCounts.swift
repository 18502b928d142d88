package import Chamber
package import Surroundings

/// What the server has counted since the program started, for the metrics.
package struct ServingCounts: Equatable, Sendable {
    /// Clients of `/ws` that are connected.
    package var pandaClients = 0
    /// Event streams that are open.
    package var streams = 0
    /// Connections that were accepted, and those that were turned away because there were too many.
    package var accepted: UInt64 = 0
    /// Connections that were refused because there were too many.
    package var turnedAway: UInt64 = 0
    /// Messages that came in and went out.
    package var received: UInt64 = 0
    /// Messages that went out.
    package var sent: UInt64 = 0
    /// Messages that were dropped: too long, or no UTF-8.
    package var malformed: UInt64 = 0
    /// Clients that were dropped because they did not read.
    package var undrained: UInt64 = 0
    /// Latched faults and warnings by code.
    package var faults = FaultTally()

    package init() {}
}

/// How often each rule latched or warned since the program started.
package struct FaultTally: Equatable, Sendable {
    private var latched: [FaultCode: UInt64] = [:]
    private var warned: [FaultCode: UInt64] = [:]

    package init() {}

    /// Counts an event, where it is one of a rule.
    package mutating func note(_ event: Occurrence) {
        switch event.kind {
        case .controller(.latched(let record)): latched[record.code, default: 0] += 1
        case .controller(.warningRaised(let code, _, _)): warned[code, default: 0] += 1
        case .controller, .device: break
        }
    }

    /// How often this rule latched.
    package func latches(_ code: FaultCode) -> UInt64 { latched[code, default: 0] }

    /// How often this rule warned.
    package func warnings(_ code: FaultCode) -> UInt64 { warned[code, default: 0] }
}
