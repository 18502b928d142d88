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
        guard let entry = failures[address.household], now < entry.notBefore else { return nil }
        return entry.notBefore.duration(since: now)
    }

    /// Whether the gap between the tries of all has passed.
    package func isOpen(at now: Instant) -> Bool {
        now >= nextTry
    }

    /// Who is served first: addresses from which the password was right before, then those that have
    /// failed least.
    package func rank(of address: PeerAddress) -> Int {
        let address = address.household
        return known.contains(address) ? -1 : failures[address]?.count ?? 0
    }

    /// The password was wrong.
    package mutating func failed(_ address: PeerAddress, at now: Instant) {
        let address = address.household
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
        let address = address.household
        failures[address] = nil
        failuresInRow = 0
        known.removeAll { $0 == address }
        if known.count >= Self.mostKnown { known.removeFirst() }
        known.append(address)
    }
}

/// Logins that wait for their password to be checked, one from each address. One is checked at a
/// time: a check takes a tenth of a second and 8 MiB.
package struct LoginQueue<Asker: Equatable & Sendable>: Sendable {
    /// A login attempt.
    package struct Try: Sendable {
        /// Which connection the answer goes to.
        package let asker: Asker
        /// Where the attempt comes from: each address has one place.
        package let address: PeerAddress
        /// As it was typed, in UTF-8.
        package let password: [UInt8]

        package init(asker: Asker, address: PeerAddress, password: [UInt8]) {
            self.asker = asker
            self.address = address
            self.password = password
        }
    }

    /// At a second each, the longest wait that a person accepts.
    package static var most: Int { 16 }

    private var waiting: [Try] = []

    package init() {}

    /// Whether no attempt waits.
    package var isEmpty: Bool { waiting.isEmpty }

    /// Adds an attempt. Returns the asker that has to be refused for it: the new one, or, where the
    /// queue is full, one of worse rank.
    package mutating func add(_ new: Try, rank: (PeerAddress) -> Int) -> Asker? {
        let household = new.address.household
        guard !waiting.contains(where: { $0.address.household == household }) else {
            return new.asker
        }
        guard waiting.count >= Self.most else {
            waiting.append(new)
            return nil
        }
        // The latest one of the worst rank.
        var worst = waiting.startIndex
        for index in waiting.indices
        where rank(waiting[index].address) >= rank(waiting[worst].address) { worst = index }
        guard rank(new.address) < rank(waiting[worst].address) else { return new.asker }
        let loser = waiting.remove(at: worst).asker
        waiting.append(new)
        return loser
    }

    /// Removes the next attempt to check: the best rank, then the earliest.
    package mutating func removeNext(rank: (PeerAddress) -> Int) -> Try? {
        let best = waiting.indices.min { rank(waiting[$0].address) < rank(waiting[$1].address) }
        return best.map { waiting.remove(at: $0) }
    }

    /// Removes the attempts of askers that have gone.
    package mutating func remove(where hasGone: (Asker) -> Bool) {
        waiting.removeAll { hasGone($0.asker) }
    }
}
