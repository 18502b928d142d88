/// A defect that can be added to the simulated hardware; ``description`` says what it does.
///
/// The raw value is the defect's index in ``PlantFaults``.
package enum PlantFault: UInt8, CaseIterable, Sendable {
    case heaterOpen
    case heaterWeak
    case relayWelded
    case relayHalfWave
    case relayLeaks
    case relayWeldsAtTimes
    case fanStopped
    case fanWeak
    case fanStalls
    case fanNoStart
    case fanSlow
    case tachometerSilent
    case chamberOpen
    case chamberShort
    case chamberFrozen
    case chamberSlow
    case chamberJump
    case chamberWild
    case chamberOutOfPlace
    case chamberResistance
    case chamberDrift
    case elementOpen
    case elementShort
    case elementFrozen
    case elementSlow
    case elementTouching
    case elementResistance
    case elementDrift
    case converterGone
    case converterHung
    case supplyVoltage
    case mainsVoltage
    case bedHeat
    case sun
}

extension PlantFault {
    /// The periods of ``relayWeldsAtTimes`` and ``fanStalls``: each acts for its share of the period.
    static let weldPeriodSeconds = 40.0
    static let stallPeriodSeconds = 60.0
    /// The share of the power through a solid-state relay with one of its two thyristors shorted.
    static let halfWaveShare = 0.5

    /// The defect's name in scenario files and commands.
    package var name: String { description.name }

    /// How large the defect can be; `nil` where it is only present or absent.
    package var amount: Amount? { description.amount }

    /// The defect with this name.
    package init?(name: String) {
        guard let fault = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = fault
    }

    /// How large a defect is.
    package struct Amount: Sendable {
        /// What the number means, as in "share of its power".
        package let meaning: String
        /// The allowed numbers.
        package let range: ClosedRange<Double>
        /// The size when no number is given.
        package let standard: Double
    }
}
