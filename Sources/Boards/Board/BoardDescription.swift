package import Chamber
package import Plant

/// A board as its file describes it: checked, complete, and within the ceilings.
package struct BoardDescription: Equatable, Sendable {
    /// What does the measuring and switching.
    package enum Kind: String, CaseIterable, Sendable {
        /// A chamber that is computed, behind a converter that is computed.
        case simulated
        /// A converter and lines behind the kernel's interfaces.
        case linux
    }

    /// For people.
    package var name: String
    /// Computed or real.
    package var kind: Kind
    /// What the controller has to know.
    package var configuration: ControllerConfiguration
    /// What turns the probes' voltages into codes.
    package var converter: ConverterDescription
    /// Which input each probe is on.
    package var channels: ProbeChannels
    /// The lines of a real board; `nil` on a simulated one.
    package var lines: BoardLines?
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
        plant: PlantParameters
    ) {
        self.name = name
        self.kind = kind
        self.configuration = configuration
        self.converter = converter
        self.channels = channels
        self.lines = lines
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
