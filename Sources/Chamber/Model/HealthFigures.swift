/// How a heater does against its calibration, from its own runs. A figure is `nil` where no run had
/// enough information for it.
package struct HealthFigures: Codable, Equatable, Sendable {
    /// The element's power as a share of the calibration's; 1 is as calibrated.
    package var heater: Double?
    /// The heat that the blower carries from the element for each kelvin, as a share of the
    /// calibration's.
    package var blower: Double?
    /// The power that a hold takes for each kelvin above the room, as a multiple of the first settled
    /// hold's after the calibration.
    package var loss: Double?
    /// Element less chamber at rest, less the same difference at the calibration, in K.
    package var probeDifferenceKelvin: Double?

    package init(
        heater: Double? = nil,
        blower: Double? = nil,
        loss: Double? = nil,
        probeDifferenceKelvin: Double? = nil
    ) {
        self.heater = heater
        self.blower = blower
        self.loss = loss
        self.probeDifferenceKelvin = probeDifferenceKelvin
    }

    /// Whether no figure is known.
    package var isEmpty: Bool { self == HealthFigures() }

    /// These figures, with those that `newer` knows in place of them.
    package func updated(by newer: HealthFigures) -> HealthFigures {
        HealthFigures(
            heater: newer.heater ?? heater,
            blower: newer.blower ?? blower,
            loss: newer.loss ?? loss,
            probeDifferenceKelvin: newer.probeDifferenceKelvin ?? probeDifferenceKelvin
        )
    }

    /// The mean of runs in which each newer run has half of the weight: one odd run moves it by half
    /// of its difference.
    package func averaged(with newer: HealthFigures) -> HealthFigures {
        func mean(_ old: Double?, _ new: Double?) -> Double? {
            guard let old, let new else { return new ?? old }
            return (old + new) / 2
        }
        return HealthFigures(
            heater: mean(heater, newer.heater),
            blower: mean(blower, newer.blower),
            loss: mean(loss, newer.loss),
            probeDifferenceKelvin: mean(probeDifferenceKelvin, newer.probeDifferenceKelvin)
        )
    }
}
