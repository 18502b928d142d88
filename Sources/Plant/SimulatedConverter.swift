package import Chamber

/// The converter of a simulated chamber, and the supply of its dividers.
package struct SimulatedConverter: Equatable, Sendable {
    /// How it turns a voltage into a code.
    package var scale = ConverterScale.ads1115
    /// What the dividers hang on.
    package var supplyVolts = 3.3
    /// One input measures that supply, so that a sagging one changes no reading.
    package var measuresSupply = true

    /// An ADS1115 that measures its 3.3 V.
    package init() {}

    /// A converter of any kind.
    package init(scale: ConverterScale, supplyVolts: Double, measuresSupply: Bool) {
        self.scale = scale
        self.supplyVolts = supplyVolts
        self.measuresSupply = measuresSupply
    }

    /// What a node at `ratio` of the supply reads as.
    func code(ratio: Double, _ faults: PlantFaults) -> Int32 {
        scale.code(volts: ratio * supply(faults))
    }

    /// What the supply reads as, or is taken for.
    func reference(_ faults: PlantFaults) -> Int32 {
        scale.code(volts: measuresSupply ? supply(faults) : supplyVolts)
    }

    /// The supply in V, off by what `faults` says.
    private func supply(_ faults: PlantFaults) -> Double {
        supplyVolts * faults.amount(of: .supplyVoltage, sound: 1)
    }
}
