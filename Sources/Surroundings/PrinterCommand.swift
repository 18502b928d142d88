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
    /// A place in an AMS unit, or an external spool by its number.
    package struct Slot: Equatable, Sendable {
        /// The AMS unit, as the printer numbers it: an AMS from 0, an AMS HT from 128; 254 and 255
        /// are external spools.
        package let unit: Int
        /// The place in the unit, counted from 0.
        package let tray: Int

        /// `nil`: no printer has that slot. An AMS HT and an external spool have one place only.
        package init?(unit: Int, tray: Int) {
            let places: ClosedRange<Int>
            switch unit {
            case 0...127: places = 0...3
            case 128...255: places = 0...0
            default: return nil
            }
            guard places.contains(tray) else { return nil }
            self.unit = unit
            self.tray = tray
        }

        /// It is an external spool.
        package var isExternal: Bool { unit >= 254 }

        /// What is allowed, for the answer to anything else.
        package static let allowed =
            "a unit and a tray: units from 0 with trays 0 to 3, an AMS HT from 128 with tray 0, and 254 "
            + "or 255 with tray 0 for one of two external spools"
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
