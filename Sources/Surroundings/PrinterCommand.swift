import Chamber
package import SwitchCore

/// Commands to a printer, for which its owner's permission is needed.
package enum PrinterCommand: Equatable, Sendable {
    case pause
    case resume
    case stop
    case light(isOn: Bool)
    /// One line of G-code, without its line end.
    case gcode(String)
    /// Prints a file that is on the printer, by its name there.
    case gcodeFile(String)
    case setFilament(FilamentSetting)
}

/// What to tell the printer about the filament in one of its slots.
package struct FilamentSetting: Equatable, Sendable {
    /// A place in an AMS unit.
    package struct Slot: Equatable, Sendable {
        /// The AMS unit, counted from 0.
        package var unit: Int
        /// The place in the unit, counted from 0.
        package var tray: Int

        package init(unit: Int, tray: Int) {
            self.unit = unit
            self.tray = tray
        }
    }

    /// Where the filament is; `nil`: on the external spool.
    package var slot: Slot?
    /// The material: `PETG`, `PA-CF`.
    package var type: String
    /// RRGGBBAA in upper-case hexadecimal digits.
    package var color: String
    /// The filament's lowest printing temperature.
    package var lowestNozzle: Celsius
    /// The filament's highest printing temperature.
    package var highestNozzle: Celsius

    package init(
        slot: Slot?,
        type: String,
        color: String,
        lowestNozzle: Celsius,
        highestNozzle: Celsius
    ) {
        self.slot = slot
        self.type = type
        self.color = color
        self.lowestNozzle = lowestNozzle
        self.highestNozzle = highestNozzle
    }
}

/// The outcome of a command to a printer.
package enum PrinterAnswer: Equatable, Sendable {
    /// The printer confirmed the command.
    case done
    /// The printer did not carry out the command: why, and what to do.
    case refused(String)
}
