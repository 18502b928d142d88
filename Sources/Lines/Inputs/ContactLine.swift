/// A contact that is closed while all is well, as a board wires it. The level of an open contact is the one
/// that the resistor gives the line, so that a cut wire reads as an open contact.
package struct ContactLine: Equatable, Sendable {
    /// Chip and number.
    package var line: LineReference
    /// The level that means open: low, or high.
    package var isOpenLow: Bool
    /// Which resistor of the chip's own is at work; none where the board has one outside.
    package var bias: LineBias

    package init(_ line: LineReference, isOpenLow: Bool = false, bias: LineBias = .pullUp) {
        self.line = line
        self.isOpenLow = isOpenLow
        self.bias = bias
    }
}
