package import Chamber
package import Inputs
package import Lines
package import Plant

/// A board as its file describes it: checked, complete, and within the ceilings.
package struct BoardDescription: Equatable, Sendable {
    /// The kind of hardware.
    package enum Kind: String, CaseIterable, Sendable {
        /// A computed chamber behind a computed converter.
        case simulated
        /// A converter and lines behind the kernel's interfaces.
        case linux
    }

    /// For people.
    package var name: String
    /// Computed or real.
    package var kind: Kind
    /// The controller's configuration.
    package var configuration: ControllerConfiguration
    /// The converter, which turns the probes' voltages into codes.
    package var converter: ConverterDescription
    /// Which input each probe is on.
    package var channels: ProbeChannels
    /// The lines of a real board; `nil` on a simulated one.
    package var lines: BoardLines?
    /// What the board has besides heater and fan: on a simulated one, every section that its file has,
    /// although it has no lines.
    package var extras: Set<OutputPurpose>
    /// The buttons that its file has a section for, in the order of ``Inputs/ButtonName``.
    package var buttons: [ButtonName]
    /// The chamber of a simulated board.
    package var plant: PlantParameters

    /// A whole description.
    package init(
        name: String,
        kind: Kind,
        configuration: ControllerConfiguration,
        converter: ConverterDescription,
        channels: ProbeChannels,
        lines: BoardLines?,
        extras: Set<OutputPurpose> = [],
        buttons: [ButtonName] = [],
        plant: PlantParameters
    ) {
        self.name = name
        self.kind = kind
        self.configuration = configuration
        self.converter = converter
        self.channels = channels
        self.lines = lines
        self.extras = extras
        self.buttons = buttons
        self.plant = plant
    }
}

/// The converter's input that each probe is on.
package struct ProbeChannels: Equatable, Sendable {
    /// The input of the probe that the controller regulates by, counted from 0.
    package var chamber: Int
    /// `nil`: no second chamber probe is fitted.
    package var chamberSecond: Int?
    /// `nil`: no element probe is fitted.
    package var element: Int?

    package init(chamber: Int, chamberSecond: Int? = nil, element: Int? = nil) {
        self.chamber = chamber
        self.chamberSecond = chamberSecond
        self.element = element
    }
}

/// The lines of a board's chip and what each is for.
package struct BoardLines: Equatable, Sendable {
    /// The chip's label or device file.
    package var chip: String
    /// Heats even where the kernel leaves outputs on after their program has died.
    package var acceptsPersistentOutputs: Bool
    /// Each with what it switches; one of them is the heater's.
    package var outputs: [OutputLine]
    /// Each with what it does; none where the board has no buttons.
    package var buttons: [ButtonLine]
    /// Each with what it belongs to, by the order of ``ContactName``.
    package var contacts: [BoardContact]
    /// The blower's tachometer; `nil`: none.
    package var tachometer: LineReference?

    /// The lines of one chip.
    package init(
        chip: String,
        acceptsPersistentOutputs: Bool,
        outputs: [OutputLine],
        buttons: [ButtonLine],
        contacts: [BoardContact] = [],
        tachometer: LineReference? = nil
    ) {
        self.chip = chip
        self.acceptsPersistentOutputs = acceptsPersistentOutputs
        self.outputs = outputs
        self.buttons = buttons
        self.contacts = contacts
        self.tachometer = tachometer
    }
}
