/// The source of demand while the power is on; the numbers are those of the Panda Breath wire.
package enum OperatingMode: UInt8, CaseIterable, Codable, Sendable {
    /// Heat and ventilate by the printer's bed target.
    case auto = 1
    /// Hold the target while the power is on.
    case alwaysOn = 2
    /// Hold a drying temperature until the countdown ends.
    case drying = 3
}
