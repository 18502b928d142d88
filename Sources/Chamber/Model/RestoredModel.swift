/// The model that was learned before the start, as it was found.
package enum RestoredModel: Equatable, Sendable {
    /// None has been learned.
    case none
    /// A model, and the fingerprint of the board that it was learned on
    /// (``ControllerConfiguration/fingerprint``).
    case stored(ThermalModel, board: String)
    /// It cannot be used; the board's own numbers are.
    case unusable(ModelRefusal)
}

/// Why a stored model is not used.
package enum ModelRefusal: UInt8, CaseIterable, Codable, Sendable {
    /// It was learned on a board with another name, other probes or another power.
    case otherBoard
    /// A number is outside of what any chamber heater shows.
    case impossible
    /// What is stored is damaged.
    case damaged
}

extension RestoredModel {
    /// The model for the board with `fingerprint`, or why there is none.
    func admitted(to fingerprint: String) -> RestoredModel {
        switch self {
        case .none, .unusable: return self
        case .stored(let model, let board):
            guard board == fingerprint else { return .unusable(.otherBoard) }
            return model.isPlausible ? self : .unusable(.impossible)
        }
    }
}
