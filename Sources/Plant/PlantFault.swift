/// A defect that a scenario can put into the simulated hardware.
package enum PlantFault: String, CaseIterable, Sendable {
    /// The element, its cut-out or its cable is interrupted.
    case heaterOpen = "heater_open"
    /// The element gives 70 % of its power: worn, or on a low mains voltage.
    case heaterWeak = "heater_weak"
    /// The relay conducts whatever its input says.
    case relayWelded = "ssr_welded"
    case fanStopped = "fan_stopped"
    /// Three quarters of the blower's effect: dust in the filter.
    case fanWeak = "fan_weak"
    case chamberOpen = "chamber_open"
    case chamberShort = "chamber_short"
    /// The chamber probe's code no longer changes.
    case chamberFrozen = "chamber_frozen"
    /// The chamber probe follows three times as slowly: it has slipped into something.
    case chamberSlow = "chamber_slow"
    /// The chamber probe reads 25 °C too low from one sample to the next: a bad contact.
    case chamberJump = "chamber_jump"
    /// One single sample of the chamber probe is at the rail; it goes by itself.
    case chamberWild = "chamber_wild"
    case elementOpen = "element_open"
    case elementShort = "element_short"
    /// The element probe's code no longer changes.
    case elementFrozen = "element_frozen"
    /// The converter no longer answers.
    case converterGone = "adc_gone"
    /// The bus hangs in a read: no sample comes any more, not even a failed one.
    case converterHung = "adc_hang"
}

extension PlantFault {
    /// What each partial defect leaves or adds (the healthy list of `docs/safety.md`).
    static let weakHeaterShare = 0.7
    static let weakFanShare = 0.75
    static let slowProbeFactor = 3.0
    static let jumpKelvin = -25.0
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

    /// What is left of the element's power, 0…1.
    var heaterShare: Double {
        if self[.heaterOpen] { return 0 }
        return self[.heaterWeak] ? PlantFault.weakHeaterShare : 1
    }

    /// What is left of the running blower's effect, 0…1; it is never less than a stopped one's.
    var fanShare: Double {
        if self[.fanStopped] { return 0 }
        return self[.fanWeak] ? PlantFault.weakFanShare : 1
    }

    private static func bit(_ fault: PlantFault) -> UInt32 {
        switch fault {
        case .heaterOpen: 1 << 0
        case .relayWelded: 1 << 1
        case .fanStopped: 1 << 2
        case .chamberOpen: 1 << 3
        case .chamberShort: 1 << 4
        case .chamberFrozen: 1 << 5
        case .elementOpen: 1 << 6
        case .elementShort: 1 << 7
        case .converterGone: 1 << 8
        case .heaterWeak: 1 << 9
        case .fanWeak: 1 << 10
        case .chamberSlow: 1 << 11
        case .chamberJump: 1 << 12
        case .chamberWild: 1 << 13
        case .elementFrozen: 1 << 14
        case .converterHung: 1 << 15
        }
    }
}
