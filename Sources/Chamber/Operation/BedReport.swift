/// What a printer said last about its bed; the controller judges how old it is.
package struct BedReport: Codable, Equatable, Sendable {
    /// The bed's set point (not its temperature): 0 °C where the bed is off.
    package var target: Celsius
    /// A print is under way (printing, preparing or paused).
    package var isPrinting: Bool

    package init(target: Celsius, isPrinting: Bool) {
        self.target = target
        self.isPrinting = isPrinting
    }

    /// The bed gives off heat, to the chamber too.
    package var isHot: Bool { isPrinting && target > Celsius(0) }
}
