package import Chamber
package import Client
package import CommandLine
import Dialects
import JSON
import MachineClock
package import SwitchCore

/// The bench's conversation with the heater: every wish carries a lease, which ends with the bench.
package struct HeaterLink {
    /// How long heat goes on without a renewal. It ends so where the bench is killed or unplugged.
    package static let lease = Duration.seconds(30)
    /// How often the lease is renewed: three renewals may be lost.
    private static let renewal = Duration.seconds(7)

    let client: DaemonClient
    /// Tells this bench from every other client of its kind.
    private let session: UInt32
    private var renewed = Instant.monotonic()

    /// A conversation with a running heater.
    package init(_ client: DaemonClient) {
        self.client = client
        session = UInt32.random(in: 1...UInt32(Int32.max))
    }

    /// The heater's state.
    package func state() throws(CommandFailure) -> BenchState {
        guard let state = BenchState(try client.state()) else {
            throw CommandFailure(
                .failed,
                "hearth bench: the service's state lacks what a bench needs; is it another version?"
            )
        }
        return state
    }

    /// The word that a service has for each of its starts; `nil`: an older service.
    package func run() throws(CommandFailure) -> String? {
        try client.get("/api/v1/version").object["run"]?.string
    }

    /// Sends one wish, with a lease for the heat that it may start.
    package mutating func send(
        _ wish: Wish,
        lease: Duration? = nil
    ) throws(CommandFailure) {
        let lease = min(lease ?? Self.lease, Self.lease)
        _ = try client.wish { json in
            _ = wish.write(to: &json)
            json.member("session", session)
            json.member("lease_s", lease.inSeconds, decimals: 1)
        }
        renewed = .monotonic()
    }

    /// Renews the lease where that is due; returns `false` where the heat does not depend on it.
    package mutating func renew(at now: Instant) throws(CommandFailure) -> Bool {
        guard now >= renewed.advanced(by: Self.renewal) else { return true }
        let answer = try client.wish { json in
            json.member("renew_lease", true)
            json.member("session", session)
        }
        renewed = .monotonic()
        return !WishResult(answer.object).isUnchanged
    }

    /// The time since the last renewal: the heat ends at ``lease``.
    package func age(at now: Instant) -> Duration { now.duration(since: renewed) }

    /// Turns off.
    package func turnOff() throws(CommandFailure) {
        _ = try client.wish { json in
            json.member("power", false)
            json.member("session", session)
        }
    }
}
