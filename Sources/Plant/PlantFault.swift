/// A defect that a scenario can put into the simulated hardware.
package enum PlantFault: String, CaseIterable, Sendable {
    /// The element, its cut-out or its cable is interrupted.
    case heaterOpen = "heater_open"
    /// The relay conducts whatever its input says.
    case relayWelded = "ssr_welded"
    case fanStopped = "fan_stopped"
    case chamberOpen = "chamber_open"
    case chamberShort = "chamber_short"
    /// The chamber probe's code no longer changes.
    case chamberFrozen = "chamber_frozen"
    case elementOpen = "element_open"
    case elementShort = "element_short"
    /// The converter no longer answers.
    case converterGone = "adc_gone"
}

/// The defects that are present, as a set without storage of its own.
package struct PlantFaults: Equatable, Sendable {
    private var bits: UInt32 = 0

    package init() {}

    /// Whether `fault` is present.
    package subscript(fault: PlantFault) -> Bool {
        get { bits & Self.bit(fault) != 0 }
        set { bits = newValue ? bits | Self.bit(fault) : bits & ~Self.bit(fault) }
    }

    private static func bit(_ fault: PlantFault) -> UInt32 {
        switch fault {
        case .heaterOpen: 1
        case .relayWelded: 2
        case .fanStopped: 4
        case .chamberOpen: 8
        case .chamberShort: 16
        case .chamberFrozen: 32
        case .elementOpen: 64
        case .elementShort: 128
        case .converterGone: 256
        }
    }
}
