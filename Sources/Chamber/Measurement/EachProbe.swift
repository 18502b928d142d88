package import SwitchCore

/// One value for each probe of a board, indexed by the probe's name.
package struct EachProbe<Value> {
    /// The value of the probe in the chamber's air.
    package var chamber: Value
    /// The value of the second probe in the same air.
    package var chamberSecond: Value
    /// The value of the probe on the heating element.
    package var element: Value

    package init(chamber: Value, chamberSecond: Value, element: Value) {
        self.chamber = chamber
        self.chamberSecond = chamberSecond
        self.element = element
    }

    /// The value of one probe.
    package subscript(probe: ProbeName) -> Value {
        get {
            switch probe {
            case .chamber: chamber
            case .chamberSecond: chamberSecond
            case .element: element
            }
        }
        set {
            switch probe {
            case .chamber: chamber = newValue
            case .chamberSecond: chamberSecond = newValue
            case .element: element = newValue
            }
        }
    }
}

extension EachProbe: Encodable where Value: Encodable {}
extension EachProbe: Decodable where Value: Decodable {}
extension EachProbe: Equatable where Value: Equatable {}
extension EachProbe: Sendable where Value: Sendable {}

/// The correction of each probe's reading.
package typealias ProbeOffsets = EachProbe<TemperatureDelta>

extension ProbeOffsets {
    /// No correction.
    package init() {
        self.init(chamber: .zero, chamberSecond: .zero, element: .zero)
    }
}

/// The newest sample of each probe; the controller judges their age.
package typealias Reading = EachProbe<ProbeSample?>

extension Reading {
    /// No sample yet.
    package init() {
        self.init(chamber: nil, chamberSecond: nil, element: nil)
    }
}
