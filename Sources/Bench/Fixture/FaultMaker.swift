package import Client
package import CommandLine
import JSON
package import Plant

/// Makes the faults of a scenario on a real heater, or on a service with a simulated board.
package protocol FaultMaker {
    /// What makes the faults, for a report: `the simulated board`, `by hand`, a fixture's name.
    var name: String { get }

    /// Why a fault cannot be made; `nil` where it can.
    func reason(against order: FaultOrder) -> String?

    /// Makes or ends a fault. Returns what a person has to be asked for; `nil` where it is done.
    mutating func carryOut(_ order: FaultOrder) throws(CommandFailure) -> HandWork?

    /// Says that the bench is still there: a fixture's service ends the faults of a bench that is silent.
    mutating func renew() throws(CommandFailure)

    /// Ends all faults, without asking anybody.
    mutating func endAll() throws(CommandFailure)
}

extension FaultMaker {
    /// Most need no sign of life.
    package mutating func renew() throws(CommandFailure) {}
}

/// The faults of a service on a simulated board: the simplest fixture.
package struct SimulatedFaultMaker: FaultMaker {
    private let client: DaemonClient

    /// `nil` where the service drives a real board.
    package init?(_ client: DaemonClient) throws(CommandFailure) {
        do throws(CommandFailure) {
            _ = try client.get("/api/v1/simulate")
        } catch {
            // A real board refuses; everything else is the caller's to know.
            guard error.status == .refused else { throw error }
            return nil
        }
        self.client = client
    }

    package var name: String { "the simulated board" }

    package func reason(against order: FaultOrder) -> String? { nil }

    package mutating func carryOut(_ order: FaultOrder) throws(CommandFailure) -> HandWork? {
        _ = try client.wish(to: "/api/v1/simulate") { json in
            switch order {
            case .begin(let fault, let amount):
                json.member("fault", fault.name)
                if let amount { json.member("amount", amount, decimals: 6) }
            case .end(let fault): json.member("end_fault", fault.name)
            case .endAll: json.member("fault", "none")
            }
        }
        return nil
    }

    package mutating func endAll() throws(CommandFailure) { _ = try carryOut(.endAll) }
}

/// No fault can be made: nobody stands beside the heater, and it has no fixture.
package struct NoFaultMaker: FaultMaker {
    package init() {}

    package var name: String { "nothing" }

    package func reason(against order: FaultOrder) -> String? {
        order == .endAll
            ? nil
            : "nothing here makes faults: name a fixture with --fixture, or stand beside the heater "
                + "and give --by-hand"
    }

    package mutating func carryOut(_ order: FaultOrder) throws(CommandFailure) -> HandWork? { nil }

    package mutating func endAll() throws(CommandFailure) {}
}
