/// The probes of a board, by what they measure.
package enum ProbeName: UInt8, CaseIterable, Codable, Sendable {
    /// Air of the chamber; every board has it.
    case chamber
    /// A second probe in the same air.
    case chamberSecond
    /// The heating element.
    case element
}
