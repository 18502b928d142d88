import JSON
package import Plant
package import SwitchCore

/// What a fixture's service does, without I/O: faults belong to one bench, and end when it falls silent.
package struct FixtureLease: Sendable {
    /// A bench that says nothing for this long is dead: its faults end, the bridge of the relay first.
    package static let silence = Duration.seconds(5)

    /// What happened.
    package enum Event: Sendable {
        /// A bench asks for something.
        case request(session: Int, Request)
        /// Time passed.
        case tick
    }

    /// What a bench may ask for.
    package enum Request: Equatable, Sendable {
        /// Nothing: it is still there.
        case renew
        case begin(PlantFault)
        case end(PlantFault)
        case endAll
    }

    /// What to do.
    package enum Effect: Equatable, Sendable {
        case set(PlantFault, Bool)
        /// Another bench has the fixture.
        case refuse(String)
    }

    private let faults: [PlantFault]
    private var owner: (session: Int, heard: Instant)?
    /// The faults that are there now.
    package private(set) var present: [PlantFault] = []

    /// A fixture that can make `faults`.
    package init(_ faults: [PlantFault]) { self.faults = faults }

    /// Takes an event; the effects are carried out in their order.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        var effects = expire(at: now)
        guard case .request(let session, let request) = event else { return effects }
        if let owner, owner.session != session {
            return effects + [.refuse("another bench uses this fixture; wait until it has ended")]
        }
        owner = (session, now)
        switch request {
        case .renew: break
        case .begin(let fault):
            guard faults.contains(fault) else {
                return effects + [.refuse("the fixture has no line for \(fault.name)")]
            }
            if !present.contains(fault) { present.append(fault) }
            effects.append(.set(fault, true))
        case .end(let fault):
            present.removeAll { $0 == fault }
            effects.append(.set(fault, false))
        case .endAll:
            effects += endAll()
            owner = nil
        }
        return effects
    }

    private mutating func expire(at now: Instant) -> [Effect] {
        guard let heard = owner?.heard, now.duration(since: heard) > Self.silence else { return [] }
        owner = nil
        return endAll()
    }

    private mutating func endAll() -> [Effect] {
        defer { present = [] }
        // A bridge over the relay heats: it opens first.
        let inOrder = present.filter { $0 == .relayWelded } + present.filter { $0 != .relayWelded }
        return inOrder.map { .set($0, false) }
    }
}
