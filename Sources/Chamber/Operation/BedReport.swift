package import SwitchCore

/// What a printer said last about its bed; the controller judges how old it is.
package struct BedReport: Codable, Equatable, Sendable {
    /// The bed's set point (not its temperature): 0 °C where the bed is off.
    package var target: Celsius
    /// A print is under way (printing, preparing or paused).
    package var isPrinting: Bool
    /// What the chamber is to have for the filament in use, 0 °C where that wants none; `nil`: the
    /// bed's target decides.
    package var chamberTarget: Celsius?

    package init(target: Celsius, isPrinting: Bool, chamberTarget: Celsius? = nil) {
        self.target = target
        self.isPrinting = isPrinting
        self.chamberTarget = chamberTarget
    }

    /// The bed gives off heat, to the chamber too.
    package var isHot: Bool { isPrinting && target > Celsius(0) }
}
