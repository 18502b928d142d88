/// Why the power went off.
package enum OffReason: UInt8, CaseIterable, Codable, Sendable {
    /// It has not been on since the start.
    case boot
    /// Somebody asked.
    case wish
    /// A fault latched.
    case fault
    /// The longest session is over.
    case sessionLimit
    /// The heater ran flat out for too long without effect, or the chamber got no warmer.
    case overrun
    /// A remote session did not renew its lease.
    case leaseExpired
    /// The clock stumbled.
    case clock
    /// A calibration ended.
    case calibrationOver
    /// The displayed temperature does not account for the power.
    case heatBalance
}
