/// A contact that stops the heat. Each is closed in the normal state, so that a cut wire stops the heat
/// too.
package enum ContactName: UInt8, CaseIterable, Codable, Sendable {
    /// The alarm contact of a smoke detector.
    case smoke
    /// An emergency stop.
    case stop
    /// The sense contact of the thermal cut-out.
    case cutout
    /// The chamber's door.
    case door
}

/// A set of contacts, without storage on the heap.
package struct ContactSet: Codable, Equatable, Sendable {
    private var bits: UInt8 = 0

    /// The empty set.
    package init() {}

    /// The set of the contacts in a list.
    package init(_ names: some Sequence<ContactName>) {
        for name in names { self[name] = true }
    }

    /// The set in a byte: bit n stands for the contact with the raw value n; `nil` where another bit is
    /// set.
    package init?(rawBits: UInt8) {
        guard rawBits >> UInt8(ContactName.allCases.count) == 0 else { return nil }
        bits = rawBits
    }

    /// The set as a byte for ``init(rawBits:)``.
    package var rawBits: UInt8 { bits }

    /// Whether the set is empty.
    package var isEmpty: Bool { bits == 0 }

    /// Whether a contact is in the set.
    package subscript(name: ContactName) -> Bool {
        get { bits & 1 << name.rawValue != 0 }
        set { bits = newValue ? bits | 1 << name.rawValue : bits & ~(1 << name.rawValue) }
    }

    /// The most severe contact in the set.
    var first: ContactName? { ContactName.allCases.first { self[$0] } }

    /// The contacts in both sets.
    package func intersection(_ other: ContactSet) -> ContactSet {
        var both = self
        both.bits &= other.bits
        return both
    }
}

/// A board's contacts, and which of them are open.
package struct ContactStates: Equatable, Sendable {
    /// The contacts of the board.
    package var fitted = ContactSet()
    /// The contacts that are open now; each is fitted.
    package var open = ContactSet()

    package init() {}
}

extension ContactName {
    /// The contact's name for people.
    package var title: String {
        switch self {
        case .smoke: "smoke detector"
        case .stop: "emergency stop"
        case .cutout: "thermal cut-out"
        case .door: "door"
        }
    }
}
