package import Lines

/// The buttons that a board may have; each does the same as on the stock device.
package enum ButtonName: String, CaseIterable, Sendable {
    case power
    case auto
    case on
    case dry
}

/// The chip's own resistor, which gives an input its level while nothing drives the line.
package enum LineBias: String, CaseIterable, Sendable {
    case pullUp = "pull_up"
    case pullDown = "pull_down"
    case none
}

/// The wiring of one button.
package struct ButtonLine: Equatable, Sendable {
    /// What a press does.
    package var name: ButtonName
    /// The line's number or name on the board's chip.
    package var line: LineReference
    /// The pressed button pulls the line low.
    package var isActiveLow: Bool
    /// The resistor that gives the line its level while the button is released.
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
