/// What the store cannot do at present, with the reason and what to do, without a full stop.
package enum StoreTrouble: Equatable, Sendable {
    /// Settings, events and history wait, and a restart forgets them.
    case nothingIsStored(String)
    /// The space that is kept back for a fault is gone; all else is stored.
    case faultsMayBeLost(String)

    /// One line for people.
    package var sentence: String {
        switch self {
        case .nothingIsStored(let reason):
            "Nothing is stored: \(reason). Heating continues; a restart loses changes."
        case .faultsMayBeLost(let reason):
            "The disk is nearly full, and the next fault may not be stored: \(reason)."
        }
    }
}
