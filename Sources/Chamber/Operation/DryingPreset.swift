/// A filament's drying programme; the numbers are those of the Panda Breath wire.
package enum DryingPreset: UInt8, CaseIterable, Codable, Sendable {
    /// PLA: 55 °C for 12 h (Panda Breath wire contract, section 5).
    case pla = 1
    /// PETG and ABS: 60 °C for 12 h (Panda Breath wire contract, section 5).
    case petg = 2
    /// The temperature and hours that the user set.
    case custom = 3
}
