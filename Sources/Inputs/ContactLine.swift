package import Lines

/// The wiring of a contact that is closed while all is well. The resistor gives the line the level of an
/// open contact, so a cut wire reads as an open contact.
package struct ContactLine: Equatable, Sendable {
    /// The line's number or name on the board's chip.
    package var line: LineReference
    /// An open contact reads low.
    package var isOpenLow: Bool
    /// The chip's own resistor on the line; `none` where the board has a resistor outside.
    package var bias: LineBias

    package init(_ line: LineReference, isOpenLow: Bool = false, bias: LineBias = .pullUp) {
        self.line = line
        self.isOpenLow = isOpenLow
        self.bias = bias
    }
}
