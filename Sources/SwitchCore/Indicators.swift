/// The lights and the buzzer of a board without a screen.
package struct Indicators: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Lit while the device runs; blinks while a fault is latched.
    package static let aliveLight = Indicators(rawValue: 1)
    /// Lit while the power is on; blinks while drying.
    package static let modeLight = Indicators(rawValue: 2)
    /// Sounds now.
    package static let buzzer = Indicators(rawValue: 4)
}
