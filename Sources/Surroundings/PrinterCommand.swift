import Chamber
package import SwitchCore

/// What a printer can be told to do, where its owner allows it.
package enum PrinterCommand: Equatable, Sendable {
    case pause
    case resume
    case stop
    case light(isOn: Bool)
    /// One line of G-code, without its line end.
    case gcode(String)
    /// Print a file that the printer has: its name there.
    case gcodeFile(String)
    case setFilament(FilamentSetting)
}

/// The filament that a slot of a printer holds, as somebody tells the printer.
package struct FilamentSetting: Equatable, Sendable {
    /// Where it is: the unit and the place in it; `nil`: on the external spool.
    package struct Slot: Equatable, Sendable {
        /// An AMS, counted from 0.
        package var unit: Int
        /// A place in the AMS, counted from 0.
        package var tray: Int

        package init(unit: Int, tray: Int) {
            self.unit = unit
            self.tray = tray
        }
    }

    /// `nil`: the external spool.
    package var slot: Slot?
    /// `PETG`, `PA-CF`.
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

/// What became of a command to a printer.
package enum PrinterAnswer: Equatable, Sendable {
    /// The printer confirmed it.
    case done
    /// It was not carried out: why, and what to do, in words for people.
    case refused(String)
}
