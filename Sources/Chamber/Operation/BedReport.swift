package import SwitchCore

/// The printer's last report of its bed; the controller judges its age.
package struct BedReport: Codable, Equatable, Sendable {
    /// The bed's set point (not its temperature): 0 °C where the bed is off.
    package var target: Celsius
    /// Whether a print is in progress (printing, preparing or paused).
    package var isPrinting: Bool
    /// The chamber's target for the filament in use, 0 °C where it needs none; `nil`: the bed's target
    /// decides.
    package var chamberTarget: Celsius?
    /// The most that the chamber gets, whatever else names a target; `nil`: no such limit.
    package var highestTarget: Celsius?
    /// As `isPreheating`; `nil` in recordings of earlier versions.
    private var preheats: Bool?

    /// A report of a printer without the exceptions unless they are named.
    package init(
        target: Celsius,
        isPrinting: Bool,
        chamberTarget: Celsius? = nil,
        highestTarget: Celsius? = nil,
        isPreheating: Bool = false
    ) {
        self.target = target
        self.isPrinting = isPrinting
        self.chamberTarget = chamberTarget
        self.highestTarget = highestTarget
        preheats = isPreheating ? true : nil
    }

    /// No print runs, and the chamber is heated as if one did.
    package var isPreheating: Bool { preheats ?? false }

    /// Whether the bed heats the chamber too.
    package var isHot: Bool { (isPrinting || isPreheating) && target > Celsius(0) }
}
