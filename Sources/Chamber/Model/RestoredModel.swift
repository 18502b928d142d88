/// The learned model, as found at the start.
package enum RestoredModel: Equatable, Sendable {
    /// No model was learned.
    case none
    /// A model, and the fingerprint of the board where it was learned
    /// (``ControllerConfiguration/fingerprint``).
    case stored(ThermalModel, board: String)
    /// The model cannot be used; the board's own numbers apply.
    case unusable(ModelRefusal)
}

/// Why a stored model is not used.
package enum ModelRefusal: UInt8, CaseIterable, Codable, Sendable {
    /// It was learned on a board with another name, other probes or another power.
    case otherBoard
    /// A number is outside the range of chamber heaters.
    case impossible
    /// The stored data is damaged.
    case damaged
}

extension RestoredModel {
    /// The stored model; `nil` where there is none, or none that can be used.
    var model: ThermalModel? {
        guard case .stored(let model, _) = self else { return nil }
        return model
    }

    /// The model for the board with `fingerprint`, or why it cannot be used.
    func admitted(to fingerprint: String) -> RestoredModel {
        switch self {
        case .none, .unusable: return self
        case .stored(let model, let board):
            guard board == fingerprint else { return .unusable(.otherBoard) }
            return model.isPlausible ? self : .unusable(.impossible)
        }
    }
}
