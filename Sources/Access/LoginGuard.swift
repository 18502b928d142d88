import Chamber
import Pacing
package import SwitchCore

/// When an address may try a password again, after it was wrong.
///
/// The first three tries are free; from then on each failure doubles the wait, from 1 s to 60 s. All
/// addresses together are held to one try in 0.1 s to 1 s, growing with their failures in a row.
package struct LoginGuard: Sendable {
    private struct Failures {
        var count = 0
        var backOff = BackOff(first: .seconds(1), longest: LoginGuard.longestWait)
        var notBefore = Instant.zero
        var last = Instant.zero
    }

    /// Addresses that are remembered; beyond it the one whose failure is longest ago is forgotten.
    package static let mostAddresses = 1_024
    /// Addresses that are remembered because the password was right from there.
    package static let mostKnown = 64
    private static let freeTries = 3
    private static let longestWait = Duration.seconds(60)
    /// Failures are forgotten after this time without another one.
    private static let memory = Duration.minutes(15)
    private static let shortestGap = Duration.milliseconds(100)
    /// 86,400 tries a day at most, from all addresses together.
    private static let longestGap = Duration.seconds(1)

    private var failures: [PeerAddress: Failures] = [:]
    private var known: [PeerAddress] = []
    private var failuresInRow = 0
    private var nextTry = Instant.zero

    package init() {}

    /// How long the address has to wait before it may try; `nil`: it may.
    package func wait(of address: PeerAddress, at now: Instant) -> Duration? {
        guard let entry = failures[address], now < entry.notBefore else { return nil }
        return entry.notBefore.duration(since: now)
    }

    /// Whether the gap between the tries of all has passed.
    package func isOpen(at now: Instant) -> Bool {
        now >= nextTry
    }

    /// Who is served first: addresses from which the password was right before, then those that have
    /// failed least.
    package func rank(of address: PeerAddress) -> Int {
        known.contains(address) ? -1 : failures[address]?.count ?? 0
    }

    /// The password was wrong.
    package mutating func failed(_ address: PeerAddress, at now: Instant) {
        failures = failures.filter { now.duration(since: $0.value.last) < Self.memory }
        if failures[address] == nil, failures.count >= Self.mostAddresses,
            let oldest = failures.min(by: { $0.value.last < $1.value.last })?.key
        {
            failures[oldest] = nil
        }
        var entry = failures[address] ?? Failures()
        entry.count += 1
        entry.last = now
        if entry.count >= Self.freeTries {
            entry.notBefore = now.advanced(by: entry.backOff.next())
        }
        failures[address] = entry
        failuresInRow = min(failuresInRow + 1, 1_000)
        let gap = min(Self.longestGap, Self.shortestGap * (1 << min(failuresInRow / 10, 4)))
        nextTry = now.advanced(by: gap)
    }

    /// The password was right.
    package mutating func succeeded(_ address: PeerAddress) {
        failures[address] = nil
        failuresInRow = 0
        known.removeAll { $0 == address }
        if known.count >= Self.mostKnown { known.removeFirst() }
        known.append(address)
    }
}
