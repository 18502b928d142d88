/// A contact beside the probes that stops heat. Each is closed while all is well, so that a cut wire
/// stops the heat as well.
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

/// A set of contacts, without storage of its own.
package struct ContactSet: Codable, Equatable, Sendable {
    private var bits: UInt8 = 0

    /// None.
    package init() {}

    /// Those in a list.
    package init(_ names: some Sequence<ContactName>) {
        for name in names { self[name] = true }
    }

    /// The set in a byte: bit n stands for the contact with the raw value n; `nil` where another bit is
    /// set.
    package init?(rawBits: UInt8) {
        guard rawBits >> UInt8(ContactName.allCases.count) == 0 else { return nil }
        bits = rawBits
    }

    /// The set as ``init(rawBits:)`` takes it.
    package var rawBits: UInt8 { bits }

    /// No contact is in it.
    package var isEmpty: Bool { bits == 0 }

    /// Whether a contact is in it.
    package subscript(name: ContactName) -> Bool {
        get { bits & 1 << name.rawValue != 0 }
        set { bits = newValue ? bits | 1 << name.rawValue : bits & ~(1 << name.rawValue) }
    }

    /// The most severe of them.
    var first: ContactName? { ContactName.allCases.first { self[$0] } }

    /// What is in both.
    package func intersection(_ other: ContactSet) -> ContactSet {
        var both = self
        both.bits &= other.bits
        return both
    }
}

/// The contacts of a board: which there are, and which of them are open.
package struct ContactStates: Equatable, Sendable {
    /// Those that the board has.
    package var fitted = ContactSet()
    /// Those that are open now; each is fitted.
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
