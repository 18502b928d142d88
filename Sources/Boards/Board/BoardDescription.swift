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
    package var kind: Kind
    /// What the controller has to know.
    package var configuration: ControllerConfiguration
    package var converter: ConverterDescription
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
    package var chamber: Int
    package var chamberSecond: Int?
    package var element: Int?

    package init(chamber: Int, chamberSecond: Int? = nil, element: Int? = nil) {
        self.chamber = chamber
        self.chamberSecond = chamberSecond
        self.element = element
    }
}
