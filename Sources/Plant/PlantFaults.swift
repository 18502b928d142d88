/// The defects that are present, each with its size.
///
/// Every step of the plant reads them, so presence is a bit, and only present defects look up a size.
package struct PlantFaults: Equatable, Sendable {
    private static let none = Array(repeating: 0.0, count: PlantFault.allCases.count)

    private var bits: UInt64 = 0
    /// Indexed by the fault's raw value; 0 where the defect is absent or has no size.
    private var amounts = none

    package init() {}

    /// No defect is present.
    package var isEmpty: Bool { bits == 0 }

    /// The defects that are present, in the order of `PlantFault.allCases`.
    package var present: [PlantFault] { PlantFault.allCases.filter { self[$0] } }

    /// Whether `fault` is present; setting `true` adds it at its standard size.
    package subscript(fault: PlantFault) -> Bool {
        get { bits & Self.bit(fault) != 0 }
        set { if newValue { begin(fault) } else { end(fault) } }
    }

    /// Adds a defect, or changes its size; without `amount` it has its standard size.
    ///
    /// A number outside the defect's range becomes the nearest limit.
    package mutating func begin(_ fault: PlantFault, _ amount: Double? = nil) {
        bits |= Self.bit(fault)
        guard let allowed = fault.amount else { return }
        let wanted = amount ?? allowed.standard
        guard wanted.isFinite else { return }
        amounts[Int(fault.rawValue)] =
            min(max(wanted, allowed.range.lowerBound), allowed.range.upperBound)
    }

    /// Removes a defect.
    package mutating func end(_ fault: PlantFault) {
        bits &= ~Self.bit(fault)
        guard amounts[Int(fault.rawValue)] != 0 else { return }
        amounts[Int(fault.rawValue)] = 0
    }

    /// The size of a defect, or `sound` where the defect is absent.
    package func amount(of fault: PlantFault, sound: Double) -> Double {
        self[fault] ? amounts[Int(fault.rawValue)] : sound
    }

    private static func bit(_ fault: PlantFault) -> UInt64 { 1 << UInt64(fault.rawValue) }
}

extension PlantFaults {
    /// Share of the rated power while the relay conducts; above 1 at a high mains voltage.
    var heaterShare: Double {
        guard !isEmpty else { return 1 }
        if self[.heaterOpen] { return 0 }
        let mains = amount(of: .mainsVoltage, sound: 1)
        return amount(of: .heaterWeak, sound: 1) * (mains * mains)
    }

    /// Share of the power that the relay passes while it is off, 0…1.
    var leakShare: Double {
        guard !isEmpty else { return 0 }
        let leak = amount(of: .relayLeaks, sound: 0)
        return self[.relayHalfWave] ? max(leak, PlantFault.halfWaveShare) : leak
    }
}
