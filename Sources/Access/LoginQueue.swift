/// Those who wait for their password to be looked at, of each address one, for one is looked at after
/// the other: each takes a tenth of a second and 8 MiB.
package struct LoginQueue<Asker: Equatable & Sendable>: Sendable {
    /// A try.
    package struct Try: Sendable {
        /// Which connection the answer goes to.
        package let asker: Asker
        /// Where the try comes from: each address has one place.
        package let address: PeerAddress
        /// As it was typed, in UTF-8.
        package let password: [UInt8]

        package init(asker: Asker, address: PeerAddress, password: [UInt8]) {
            self.asker = asker
            self.address = address
            self.password = password
        }
    }

    /// At a second each, a wait that a person still sits through.
    package static var most: Int { 16 }

    private var waiting: [Try] = []

    package init() {}

    /// Whether nobody waits.
    package var isEmpty: Bool { waiting.isEmpty }

    /// Takes a try in. Returns who has to be sent away for it: `asker` itself, or where the queue is
    /// full somebody of a worse rank.
    package mutating func add(_ new: Try, rank: (PeerAddress) -> Int) -> Asker? {
        guard !waiting.contains(where: { $0.address == new.address }) else { return new.asker }
        guard waiting.count >= Self.most else {
            waiting.append(new)
            return nil
        }
        // Of the worst the latest.
        var worst = waiting.startIndex
        for index in waiting.indices
        where rank(waiting[index].address) >= rank(waiting[worst].address) { worst = index }
        guard rank(new.address) < rank(waiting[worst].address) else { return new.asker }
        let loser = waiting.remove(at: worst).asker
        waiting.append(new)
        return loser
    }

    /// The next to be looked at: the best rank, then who came first.
    package mutating func removeNext(rank: (PeerAddress) -> Int) -> Try? {
        let best = waiting.indices.min { rank(waiting[$0].address) < rank(waiting[$1].address) }
        return best.map { waiting.remove(at: $0) }
    }

    /// Those askers have gone.
    package mutating func remove(where hasGone: (Asker) -> Bool) {
        waiting.removeAll { hasGone($0.asker) }
    }
}
