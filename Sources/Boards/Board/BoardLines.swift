package import Lines

/// The lines of a board's chip and what each is for.
package struct BoardLines: Equatable, Sendable {
    /// The chip's label or device file.
    package var chip: String
    /// Heat also where the kernel leaves outputs on after their program has died.
    package var acceptsPersistentOutputs: Bool
    /// Each with what it switches; one of them is the heater's.
    package var outputs: [OutputLine]
    /// Each with what it does; none where the board has no buttons.
    package var buttons: [ButtonLine]

    /// The lines of one chip.
    package init(
        chip: String,
        acceptsPersistentOutputs: Bool,
        outputs: [OutputLine],
        buttons: [ButtonLine]
    ) {
        self.chip = chip
        self.acceptsPersistentOutputs = acceptsPersistentOutputs
        self.outputs = outputs
        self.buttons = buttons
    }

    /// There is a line for this purpose.
    package func has(_ purpose: OutputPurpose) -> Bool {
        outputs.contains { $0.purpose == purpose }
    }
}
