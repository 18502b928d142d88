/// The buttons that a board may have; each does what the stock device's button of that name does.
package enum ButtonName: String, CaseIterable, Sendable {
    case power
    case auto
    case on
    case dry
}

/// What holds an input's level while nothing drives it.
package enum LineBias: String, CaseIterable, Sendable {
    case pullUp = "pull_up"
    case pullDown = "pull_down"
    case none
}

/// A button as a board wires it.
package struct ButtonLine: Equatable, Sendable {
    /// What a press does.
    package var name: ButtonName
    /// Chip and number.
    package var line: LineReference
    /// Pressed, it pulls the line low.
    package var isActiveLow: Bool
    /// What holds the level while the button is released.
    package var bias: LineBias

    package init(
        _ name: ButtonName,
        _ line: LineReference,
        isActiveLow: Bool = true,
        bias: LineBias = .pullUp
    ) {
        self.name = name
        self.line = line
        self.isActiveLow = isActiveLow
        self.bias = bias
    }
}
