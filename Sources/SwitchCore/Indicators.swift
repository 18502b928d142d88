/// What a board shows and sounds without a screen.
package struct Indicators: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let aliveLight = Indicators(rawValue: 1)
    package static let modeLight = Indicators(rawValue: 2)
    package static let buzzer = Indicators(rawValue: 4)
}
