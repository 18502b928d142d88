/// Why the power went off.
package enum OffReason: UInt8, CaseIterable, Codable, Sendable {
    /// The power has not been on since the start.
    case boot
    /// A client asked.
    case wish
    /// A fault latched.
    case fault
    /// The longest session is over.
    case sessionLimit
    /// The heater ran at full power for too long without effect, or the chamber got no warmer.
    case overrun
    /// A remote session did not renew its lease.
    case leaseExpired
    /// The clock stumbled.
    case clock
    /// A calibration ended.
    case calibrationOver
    /// The displayed temperature does not explain the power.
    case heatBalance
}
