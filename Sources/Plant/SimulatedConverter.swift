package import Chamber

/// The converter of a simulated chamber, and its dividers' supply.
package struct SimulatedConverter: Equatable, Sendable {
    /// How the converter turns a voltage into a code.
    package var scale = ConverterScale.ads1115
    /// The dividers' supply voltage.
    package var supplyVolts = 3.3
    /// Whether an input measures that supply, so that a low supply changes no reading.
    package var measuresSupply = true

    /// An ADS1115 that measures its 3.3 V supply.
    package init() {}

    /// A converter of any kind.
    package init(scale: ConverterScale, supplyVolts: Double, measuresSupply: Bool) {
        self.scale = scale
        self.supplyVolts = supplyVolts
        self.measuresSupply = measuresSupply
    }

    /// The code for a node at `ratio` of the supply.
    func code(ratio: Double, _ faults: PlantFaults) -> Int32 {
        scale.code(volts: ratio * supply(faults))
    }

    /// The supply's code: measured, or the nominal one where no input measures it.
    func reference(_ faults: PlantFaults) -> Int32 {
        scale.code(volts: measuresSupply ? supply(faults) : supplyVolts)
    }

    /// The real supply in V, with the error in `faults`.
    private func supply(_ faults: PlantFaults) -> Double {
        supplyVolts * faults.amount(of: .supplyVoltage, sound: 1)
    }
}
